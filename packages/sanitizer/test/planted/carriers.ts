/** A line inside a value of some shape. */
export interface Carrier {
  readonly name: string;
  readonly carry: (line: string) => unknown;
  /** How a reader of the carrier sees a text: a URL shows it percent-encoded. */
  readonly percentEncodes?: true;
}

class Record1 {
  readonly line: string;
  constructor(line: string) {
    this.line = line;
  }
}

/** Headers take only what HTTP lets through. */
const headerSafe = (line: string): string => line.replaceAll(/[^\u0020-\u007e\u00a0-\u00ff]/gu, " ").trim();

export const CARRIERS: readonly Carrier[] = [
  { name: "body", carry: (line) => line },
  { name: "attribute", carry: (line) => ({ "app.note": line }) },
  { name: "nested", carry: (line) => ({ a: { b: [{ c: line }] } }) },
  { name: "array", carry: (line) => ["x", line, 3] },
  {
    name: "pair list",
    carry: (line) => [
      ["note", line],
      ["n", 1],
    ],
  },
  { name: "argv", carry: (line) => ["run", "--note", line, "--verbose"] },
  { name: "key", carry: (line) => ({ [line]: 1 }) },
  { name: "map", carry: (line) => new Map([["note", line]]) },
  { name: "map key", carry: (line) => new Map([[line, 1]]) },
  { name: "set", carry: (line) => new Set([line]) },
  { name: "error", carry: (line) => new Error(line) },
  { name: "error cause", carry: (line) => new Error("x", { cause: new Error(line) }) },
  { name: "aggregate", carry: (line) => new AggregateError([new Error("x"), new Error(line)], "two") },
  { name: "buffer", carry: (line) => ({ data: Buffer.from(line) }) },
  {
    name: "url",
    carry: (line) => new URL(`https://h.example.com/?note=${encodeURIComponent(line)}`),
    percentEncodes: true,
  },
  { name: "headers", carry: (line) => new Headers({ "x-note": headerSafe(line) }) },
  { name: "class", carry: (line) => new Record1(line) },
  { name: "boxed", carry: (line) => ({ note: Object(line) as unknown }) },
  {
    name: "getter",
    carry: (line) => ({
      get note() {
        return line;
      },
    }),
  },
  { name: "toJSON", carry: (line) => ({ toJSON: () => ({ note: line }) }) },
  { name: "proxy", carry: (line) => new Proxy({ note: line }, {}) },
  {
    name: "cyclic",
    carry: (line) => {
      const out: Record<string, unknown> = { note: line };
      out["self"] = out;
      return out;
    },
  },
  { name: "symbol", carry: (line) => ({ [Symbol("note")]: line, text: Symbol(line) }) },
];
