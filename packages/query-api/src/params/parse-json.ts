export type ParsedJson =
  | { readonly kind: "value"; readonly value: unknown }
  /** The text is not JSON. */
  | { readonly kind: "broken"; readonly cause: unknown }
  /** An object names a field twice: which one counts differs from parser to parser, so neither does. */
  | { readonly kind: "repeated"; readonly path: string };

export function parseJson(text: string): ParsedJson {
  try {
    const value: unknown = JSON.parse(text);
    const path = repeatedPath(text);
    return path === undefined ? { kind: "value", value } : { kind: "repeated", path };
  } catch (cause) {
    return { kind: "broken", cause };
  }
}

/** Texts, each with the colon that makes it a name; braces between which names are told apart, and what numbers items of lists. */
const TOKENS = /"(?<text>[^"\\]*(?:\\.[^"\\]*)*)"(?<colon>\s*:)?|[{}[\],]/g;

/** An object or a list that is not closed yet. */
interface Open {
  /** Absent in a list. */
  readonly names?: Set<string>;
  /** Name of the value that is read, or its number. */
  at: string | number;
}

/** The path of the first name that one object of a valid JSON text gives twice: `matchers.0.name`. */
function repeatedPath(text: string): string | undefined {
  const open: Open[] = [];
  for (const { 0: token, groups } of text.matchAll(TOKENS)) {
    if (token === "{") open.push({ names: new Set(), at: "" });
    else if (token === "[") open.push({ at: 0 });
    else if (token === "}" || token === "]") open.pop();
    else if (token === ",") countItem(open.at(-1));
    else if (groups?.["colon"] !== undefined && repeats(open.at(-1), groups["text"] ?? "")) {
      return open.map(({ at }) => at).join(".");
    }
  }
  return undefined;
}

function countItem(inner: Open | undefined): void {
  if (typeof inner?.at === "number") inner.at += 1;
}

/** Goes on to the next name of an object; whether it had that before. */
function repeats(inner: Open | undefined, escaped: string): boolean {
  if (inner?.names === undefined) return false;
  // Two spellings of one name, `"a"` and `"\u0061"`, are the same.
  const name = String(JSON.parse(`"${escaped}"`));
  const had = inner.names.has(name);
  inner.names.add(name);
  inner.at = name;
  return had;
}
