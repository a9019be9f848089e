const percent = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/gu, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const ENTITIES: Readonly<Record<string, string>> = {
  "<": "&lt;",
  ">": "&gt;",
  "&": "&amp;",
  '"': "&quot;",
  "'": "&#39;",
  "=": "&#61;",
  "@": "&#64;",
  ":": "&#x3a;",
  "/": "&#x2F;",
};
const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };
const LOOKALIKE: Readonly<Record<string, string>> = { a: "а", e: "е", o: "о", c: "с", p: "р", i: "і" };

function tryPercent(text: string): string {
  return text.replaceAll(/(?:%[0-9a-fA-F]{2})+/gu, (bytes) =>
    Buffer.from(bytes.replaceAll("%", ""), "hex").toString("utf8"),
  );
}
const unescapeJson = (text: string): string =>
  text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|(.))/gsu, (_, code: string | undefined, plain: string | undefined) =>
    code === undefined ? (plain === "n" ? "\n" : (plain ?? "")) : String.fromCharCode(Number.parseInt(code, 16)),
  );
const unbase64 = (text: string): string =>
  text.replaceAll(/[A-Za-z0-9+/_-]{12,}={0,2}/gu, (run) => `${run} ${Buffer.from(run, "base64").toString("latin1")}`);

export interface Encoding {
  readonly name: string;
  readonly encode: (phrase: string) => string;
  /** How a reader takes the disguise off again. */
  readonly decode: (text: string) => string;
}

const same = (text: string): string => text;

/** Ways in which a text is wrapped or disguised on its way into a log. */
export const ENCODINGS: readonly Encoding[] = [
  { name: "raw", encode: same, decode: same },
  { name: "json", encode: (p) => JSON.stringify({ m: p }), decode: unescapeJson },
  {
    name: "json twice",
    encode: (p) => JSON.stringify({ b: JSON.stringify({ m: p }) }),
    decode: (t) => unescapeJson(unescapeJson(t)),
  },
  { name: "url", encode: (p) => `q=${percent(p)}&v=1`, decode: tryPercent },
  { name: "url twice", encode: (p) => `q=${percent(percent(p))}&v=1`, decode: (t) => tryPercent(tryPercent(t)) },
  { name: "base64", encode: (p) => Buffer.from(p).toString("base64"), decode: unbase64 },
  {
    name: "entities",
    encode: (p) => `<m>${p.replaceAll(/[<>&"'=@:/]/gu, (c) => ENTITIES[c] ?? c)}</m>`,
    decode: (t) =>
      t
        .replaceAll(/&#(?:x([0-9a-fA-F]+)|(\d+));/gu, (_, hex: string | undefined, dec: string | undefined) =>
          String.fromCodePoint(hex === undefined ? Number(dec) : Number.parseInt(hex, 16)),
        )
        .replaceAll(/&(lt|gt|amp|quot);/gu, (_, name: string) => NAMED[name] ?? ""),
  },
  { name: "escaped newline", encode: (p) => `a\\n${p.replaceAll("\n", "\\n")}\\nb`, decode: unescapeJson },
  {
    name: "zero-width",
    encode: (p) => p.replaceAll(/(\S{3})(?=\S)/gu, "$1\u200b"),
    decode: (t) => t.replaceAll(/[\u200b-\u200d\u2060\ufeff]/gu, ""),
  },
  {
    name: "full-width",
    encode: (p) => p.replaceAll(/[!-~]/gu, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
    decode: (t) => t.normalize("NFKC"),
  },
  { name: "decomposed", encode: (p) => `é ñ ${p}`.normalize("NFD"), decode: (t) => t.normalize("NFC") },
  {
    name: "homoglyph key",
    // Only the word before the separator: a secret itself is not a word that anybody knows.
    encode: (p) =>
      p.replace(/[A-Za-z_-]+(?=[=:] ?[^/])/u, (key) => key.replaceAll(/[aeocpi]/gu, (c) => LOOKALIKE[c] ?? c)),
    decode: same,
  },
];
