import { escapeHtml, proseHtml, tableHtml } from "./html.ts";
import { PAGE_STYLE } from "./page-style.ts";
import type { FieldReference, OperationReference, Reference, SchemaReference } from "./reference.ts";
import type { TypeText } from "./type-text.ts";

/** The documentation as one HTML page: no scripts, nothing fetched. */
export function referencePage(reference: Reference): string {
  const { title, version, description, base } = reference;
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width,initial-scale=1">`,
    `<title>${escapeHtml(title)}</title><style>${PAGE_STYLE}</style></head><body>`,
    `<header><h1>${escapeHtml(title)}</h1><p>${proseHtml(description)}</p>`,
    `<p>Version ${escapeHtml(version)}. All paths are below <code>${escapeHtml(base)}</code>; `,
    `this page as OpenAPI 3.1: <a href="openapi.json">openapi.json</a>.</p></header>`,
    contents(reference),
    `<main>`,
    ...reference.tags.map(({ name, operations }) => {
      return `<section><h2 id="${escapeHtml(tagId(name))}">${escapeHtml(name)}</h2>${operations.map(operationHtml).join("")}</section>`;
    }),
    problemsHtml(reference),
    headersHtml(reference),
    `<section><h2 id="schemas">Schemas</h2>${reference.schemas.map(schemaHtml).join("")}</section>`,
    `</main></body></html>`,
  ].join("");
}

const tagId = (name: string): string => `tag-${name}`;
const schemaId = (name: string): string => `schema-${name}`;

function contents({ tags, schemas }: Reference): string {
  const operations = tags.map(({ name, operations: ofTag }) => {
    const links = ofTag.map(({ id, method, path }) => item(id, `${method} ${path}`)).join("");
    return `<li>${link(tagId(name), name)}<ul>${links}</ul></li>`;
  });
  const more = [item("problems", "Problems"), item("headers", "Headers"), item("schemas", "Schemas")].join("");
  const names = schemas.map(({ name }) => item(schemaId(name), name)).join("");
  return `<nav aria-label="Contents"><h2>Contents</h2><ul>${operations.join("")}${more}</ul><h3>Schemas</h3><ul>${names}</ul></nav>`;
}

const item = (id: string, text: string): string => `<li>${link(id, text)}</li>`;
const link = (id: string, text: string): string => `<a href="#${escapeHtml(id)}">${escapeHtml(text)}</a>`;

function operationHtml(operation: OperationReference): string {
  const { id, method, path, summary, parameters, body, answers, problems } = operation;
  const answerRows = answers.map(({ status, description, type }) => [
    `<code>${escapeHtml(status)}</code>`,
    typeHtml(type),
    proseHtml(description),
  ]);
  return [
    `<article><h3 id="${escapeHtml(id)}"><code>${escapeHtml(method)} ${escapeHtml(path)}</code></h3>`,
    `<p>${proseHtml(summary)}${summary.endsWith(".") ? "" : "."} ${accessHtml(operation)}</p>`,
    parameters.length > 0 ? fieldsHtml("Parameters", parameters) : "",
    body === undefined ? "" : fieldsHtml(body.required ? "Body, JSON" : "Body, JSON, may be left out", body.fields),
    tableHtml("Answers", ["status", "body", "meaning"], answerRows),
    `<p><a href="#problems">Problems</a>: ${problems.map((status) => `<code>${escapeHtml(status)}</code>`).join(" ")}</p>`,
    `</article>`,
  ].join("");
}

function accessHtml({ scope, role }: OperationReference): string {
  if (scope === undefined || role === undefined) return "Answered without a key.";
  return `Scope <code>${escapeHtml(scope)}</code>, role ${escapeHtml(role)} or above.`;
}

function fieldsHtml(caption: string, fields: readonly FieldReference[]): string {
  const rows = fields.map(({ name, place, type, required, description }) => [
    `<code>${escapeHtml(name)}</code>`,
    escapeHtml([place, required ? "required" : "optional"].filter((fact) => fact !== undefined).join(", ")),
    typeHtml(type),
    proseHtml(description),
  ]);
  return tableHtml(caption, ["name", "given", "type", "meaning"], rows);
}

function typeHtml(type: TypeText): string {
  return type
    .map((part) => (typeof part === "string" ? escapeHtml(part) : link(schemaId(part.ref), part.ref)))
    .join("");
}

function problemsHtml({ problems }: Reference): string {
  const rows = problems.map(({ status, description }) => [
    `<code>${escapeHtml(status)}</code>`,
    proseHtml(description),
  ]);
  const intro = `<p>Sent as <code>application/problem+json</code>: a ${link(schemaId("Problem"), "Problem")}.</p>`;
  return `<section><h2 id="problems">Problems</h2>${intro}${tableHtml("Statuses", ["status", "kinds"], rows)}</section>`;
}

function headersHtml({ headers }: Reference): string {
  const rows = headers.map(({ name, description }) => [`<code>${escapeHtml(name)}</code>`, proseHtml(description)]);
  return `<section><h2 id="headers">Headers</h2>${tableHtml("Of answers", ["name", "meaning"], rows)}</section>`;
}

function schemaHtml({ name, description, type, fields }: SchemaReference): string {
  const facts = type.length > 0 ? `<p>${typeHtml(type)}</p>` : "";
  const table = fields.length > 0 ? fieldsHtml(`Fields of ${name}`, fields) : "";
  return `<article><h3 id="${escapeHtml(schemaId(name))}">${escapeHtml(name)}</h3><p>${proseHtml(description)}</p>${facts}${table}</article>`;
}
