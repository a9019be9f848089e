export type ParsedJson =
  | { readonly kind: "value"; readonly value: unknown }
  /** The text is not JSON. */
  | { readonly kind: "broken"; readonly cause: unknown }
  /** An object names a field twice: which one counts differs from parser to parser, so neither does. */
  | { readonly kind: "repeated"; readonly name: string };

export function parseJson(text: string): ParsedJson {
  try {
    const value: unknown = JSON.parse(text);
    const name = repeatedName(text);
    return name === undefined ? { kind: "value", value } : { kind: "repeated", name };
  } catch (cause) {
    return { kind: "broken", cause };
  }
}

/** Texts, each with the colon that makes it a name; and the braces between which names are told apart. */
const TOKENS = /"(?<text>[^"\\]*(?:\\.[^"\\]*)*)"(?<colon>\s*:)?|[{}]/g;

/** The first name that one object of a valid JSON text gives twice. */
function repeatedName(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (const { 0: token, groups } of text.matchAll(TOKENS)) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (groups?.["colon"] !== undefined) {
      // Two spellings of one name, `"a"` and `"\u0061"`, are the same.
      const name = String(JSON.parse(`"${groups["text"] ?? ""}"`));
      const names = open.at(-1);
      if (names?.has(name) === true) return name;
      names?.add(name);
    }
  }
  return undefined;
}
