import { readFileSync } from "node:fs";

export interface StartOption {
  readonly name: string;
  readonly type: string;
  /** Its docstring, on one line. */
  readonly text: string;
}

const SOURCE = new URL("../../packages/instrumentation/src/runtime/settings.ts", import.meta.url);
/** `readonly name?: type;` and the docstring above it, where it has one. */
const MEMBER = /(?:\/\*\*(?<doc>(?:(?!\*\/)[^])*)\*\/\s*)?readonly (?<name>\w+)\?: (?<type>[^;]+);/g;

/** The options of `start()`, read from the interface itself, so that its docstrings are written once. */
export function readStartOptions(): readonly StartOption[] {
  const source = readFileSync(SOURCE, "utf8");
  const body = /interface StartOptions \{(?<body>[^]*?)\n\}/.exec(source)?.groups?.["body"];
  if (body === undefined) throw new Error(`There is no interface StartOptions in ${SOURCE.pathname}.`);
  return [...body.matchAll(MEMBER)].map(({ groups }) => ({
    name: groups?.["name"] ?? "",
    type: groups?.["type"] ?? "",
    text: oneLine(groups?.["doc"] ?? ""),
  }));
}

function oneLine(docstring: string): string {
  return docstring.replaceAll(/\s*\n\s*\* ?/g, " ").trim();
}
