import type { ConfigProblem } from "./config-problem.ts";

export type Path = readonly (string | number)[];

/** Where a path stands in the file, from 1; undefined where the input is no text. */
export type LineOf = (path: Path) => number | undefined;

/** Collects what is wrong, so that everything is told at once. */
export class Problems {
  readonly #found: ConfigProblem[] = [];
  readonly #data: unknown;
  readonly #lineOf: LineOf;

  constructor(data: unknown, lineOf: LineOf) {
    this.#data = data;
    this.#lineOf = lineOf;
  }

  /** `message` begins behind the name of the field: `is missing`, `"x" is wrong: …`. */
  add(path: Path, message: string): void {
    const { subject, field } = this.#subjectOf(path);
    const line = this.#lineOf(path);
    const where = [line === undefined ? "" : `line ${line}`, subject].filter((part) => part !== "").join(", ");
    const problem = { path: pathText(path), where, message: field === "" ? message : `${field}: ${message}` };
    // A rule's scope is read again for each of its overrides.
    const known = this.#found.some((other) => other.path === problem.path && other.message === problem.message);
    if (!known) this.#found.push(problem);
  }

  get found(): readonly ConfigProblem[] {
    return this.#found;
  }

  #subjectOf(path: Path): { readonly subject: string; readonly field: string } {
    const [first, group, , rule, ...rest] = path;
    if (first !== "groups" || typeof group !== "number") return packSubject(path);
    const groupName = nameAt(this.#data, ["groups", group]);
    if (typeof rule !== "number")
      return { subject: `group ${groupName ?? `number ${group + 1}`}`, field: pathText(path.slice(2)) };
    const ruleName = nameAt(this.#data, ["groups", group, "rules", rule]) ?? `number ${rule + 1}`;
    return ruleSubject(`rule ${ruleName}`, rest);
  }
}

function packSubject(path: Path): { readonly subject: string; readonly field: string } {
  const [first, second, rule, ...rest] = path;
  if (first !== "pack" || second !== "rules" || rule === undefined) return { subject: "", field: pathText(path) };
  return ruleSubject(`pack rule "${rule}"`, rest);
}

function ruleSubject(subject: string, rest: Path): { readonly subject: string; readonly field: string } {
  const [list, at, ...field] = rest;
  if (list !== "overrides" || typeof at !== "number") return { subject, field: pathText(rest) };
  return { subject: `${subject}, override ${at + 1}`, field: pathText(field) };
}

function nameAt(data: unknown, path: Path): string | undefined {
  let value = data;
  for (const key of [...path, "name"]) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.entries(value).find(([known]) => known === String(key))?.[1];
  }
  return typeof value === "string" ? `"${value.slice(0, 60)}"` : undefined;
}

export function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    if (!/^[\w.-]+$/.test(key)) return `${text}["${key.slice(0, 60)}"]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}
