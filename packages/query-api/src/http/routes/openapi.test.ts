import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, it, onTestFinished } from "vitest";

import { serveApi } from "../../../test/api-server.ts";
import type { ApiServer } from "../../../test/api-server.ts";
import { openApiDocument } from "../openapi/openapi-document.ts";
import { referencePage } from "../openapi/reference-page.ts";
import { referenceOf } from "../openapi/reference.ts";
import type { Reference } from "../openapi/reference.ts";
import { ROUTES } from "../routing/routes.ts";

async function started(): Promise<ApiServer> {
  const server = await serveApi();
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

it("is a valid document of OpenAPI 3.1", async () => {
  const server = await started();
  const { json } = await server.ask("openapi.json");
  const validator = new Validator();
  expect(await validator.validate(json)).toEqual({ valid: true });
  expect(validator.version).toBe("3.1");
});

it("describes every route but the page behind the link of a notification", async () => {
  const server = await started();
  const { json } = await server.ask("openapi.json");
  const described = Object.entries<object>(json.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routes = ROUTES.filter(({ path }) => path !== "/alerts/ack").map(
    ({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`,
  );
  expect(described.toSorted()).toEqual(routes.toSorted());
});

it("says of each operation who may call it, and gives it an id of its own", async () => {
  const server = await started();
  const { json } = await server.ask("openapi.json");
  const operations = Object.values<Record<string, Record<string, unknown>>>(json.paths).flatMap(Object.values);
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  const publicOnes = operations.filter(({ security }) => Array.isArray(security) && security.length === 0);
  expect(publicOnes.map(({ operationId }) => operationId)).toEqual(["getHealthLive", "getHealthReady"]);
  for (const operation of operations.filter((candidate) => !publicOnes.includes(candidate))) {
    expect(operation).toMatchObject({ "x-scope": expect.any(String), "x-role": expect.any(String) });
  }
});

it("writes parameters as they are checked", async () => {
  const server = await started();
  const { json } = await server.ask("openapi.json");
  const parameters: readonly { readonly name: string }[] = json.paths["/logs"].get.parameters;
  const parameter = (wanted: string): unknown => parameters.find(({ name }) => name === wanted);
  expect(parameter("limit")).toMatchObject({
    in: "query",
    schema: { type: "integer", minimum: 1, maximum: 1000, default: 50 },
  });
  expect(parameter("category")).toMatchObject({ style: "form", explode: false, schema: { type: "array" } });
});

it.each(["openapi.json", "docs"])("%s takes a key", async (path) => {
  const server = await started();
  expect(await server.ask(path, { authorization: null })).toMatchObject({ status: 401 });
});

it.each(["openapi.json", "docs"])("%s is sent to who does not have it, with the tag that says so", async (path) => {
  const server = await started();
  const first = await server.ask(path);
  const headers = { "if-none-match": String(first.headers.etag) };
  expect(await server.ask(path, { headers })).toMatchObject({ status: 304, text: "" });
  expect(await server.ask(path, { method: "HEAD" })).toMatchObject({ headers: { etag: first.headers.etag } });
});

it("the page runs nothing and fetches nothing", async () => {
  const server = await started();
  const { text, headers } = await server.ask("docs");
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["content-security-policy"]).not.toContain("script-src");
  expect(text).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|https?:\/\/(?!www\.rfc-editor)/i);
  expect(text).toMatch(/^<!doctype html><html lang="en">/);
});

it("on a narrow screen tables scroll, and words stay whole outside of code", async () => {
  const server = await started();
  const { text } = await server.ask("docs");
  const [, style = ""] = /<style>(.*?)<\/style>/s.exec(text) ?? [];
  const rules = [...style.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = "", rule = ""]) => ({
    selector,
    rule,
  }));
  const breaking = rules.filter(({ rule }) => rule.includes("overflow-wrap:anywhere")).map(({ selector }) => selector);
  expect(breaking).toEqual(["code"]);
  expect(rules).toContainEqual({ selector: "td:last-child", rule: "min-width:18rem" });
  expect(rules).toContainEqual({ selector: ".scroll", rule: "overflow-x:auto" });
});

it("says of each parameter and field what it means", () => {
  const { tags, schemas } = referenceOf(openApiDocument(ROUTES));
  const operations = tags.flatMap((tag) => tag.operations);
  const fields = [
    ...operations.map(({ id, parameters, body }) => [id, [...parameters, ...(body?.fields ?? [])]] as const),
    // What a document of OpenAPI holds is told by its own specification.
    ...schemas.filter(({ name }) => name !== "OpenApi").map((schema) => [schema.name, schema.fields] as const),
  ];
  const bare = fields.flatMap(([of, all]) =>
    all.filter(({ description }) => description === "").map(({ name }) => `${of}.${name}`),
  );
  expect(fields.flatMap(([, all]) => all).length).toBeGreaterThan(500);
  expect(bare).toEqual([]);
});

it("every link of the page leads somewhere, and no two places have one name", async () => {
  const server = await started();
  const { text } = await server.ask("docs");
  const ids = [...text.matchAll(/ id="(?<id>[^"]+)"/g)].map(({ groups }) => groups?.["id"]);
  expect(new Set(ids).size).toBe(ids.length);
  const targets = [...text.matchAll(/href="#(?<id>[^"]+)"/g)].map(({ groups }) => groups?.["id"]);
  expect(targets.length).toBeGreaterThan(100);
  expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
});

it("the page escapes whatever a description holds", () => {
  const hostile = `"><script>alert('1')</script>`;
  const field = {
    name: hostile,
    place: hostile,
    type: [hostile, { ref: hostile }],
    required: true,
    description: hostile,
  };
  const reference: Reference = {
    title: hostile,
    version: hostile,
    description: hostile,
    base: hostile,
    tags: [
      {
        name: hostile,
        operations: [
          {
            id: hostile,
            tag: hostile,
            method: hostile,
            path: hostile,
            summary: hostile,
            scope: hostile,
            role: hostile,
            parameters: [field],
            body: { required: true, fields: [field] },
            answers: [{ status: hostile, description: hostile, type: field.type }],
            problems: [hostile],
          },
        ],
      },
    ],
    problems: [{ status: hostile, description: hostile }],
    headers: [{ name: hostile, description: hostile }],
    schemas: [{ name: hostile, description: hostile, type: field.type, fields: [field] }],
  };
  const page = referencePage(reference);
  expect(page).not.toContain("<script");
  expect(page).not.toContain(`">&#60;script`);
});
