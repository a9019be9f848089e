/** The groups that are judged: the detectors by what they find, and values of any shape. */
export const GROUPS = [
  "email",
  "phone",
  "payment_card",
  "iban",
  "jwt",
  "api_token",
  "private_key",
  "connection_string",
  "url",
  "ip_address",
  "national_id",
  "auth_header",
  "assignment",
  "base64",
  "key_name",
  "structure",
] as const;
export type Group = (typeof GROUPS)[number];

export interface Secret {
  readonly value: string;
  /** Longest run of the value that may survive: a prefix that names the kind, the network part of an address. */
  readonly maxRun: number;
}

export interface Case {
  readonly id: string;
  readonly group: Group;
  /** Judged by `text()` where it is given, else {@link Case.value} by `sanitize()`. */
  readonly text: string | undefined;
  /** Makes the value anew, as it must not be changed. */
  readonly value: (() => unknown) | undefined;
  readonly secrets: readonly Secret[];
  /** Context that must survive. */
  readonly keep: readonly string[];
  /** A near miss: must not be changed at all. */
  readonly negative: boolean;
  readonly tags: readonly string[];
}

export interface CaseOptions {
  readonly tags?: readonly string[];
  readonly maxRun?: number;
}

export interface BuiltOptions extends CaseOptions {
  readonly secrets: readonly string[];
  readonly keep?: readonly string[];
}

/**
 * Collects the cases of one group. In texts and attributes `⟦…⟧` marks what must not survive and `⟪…⟫` what may go
 * or stay (a scheme word, a user name); all else is context that must survive.
 */
export interface GroupBuilder {
  hit(text: string, options?: CaseOptions): void;
  miss(text: string, ...tags: readonly string[]): void;
  hits(texts: readonly string[], options?: CaseOptions): void;
  misses(texts: readonly string[], ...tags: readonly string[]): void;
  /** Attributes: plain data, marked like a text. */
  hitData(data: unknown, options?: CaseOptions): void;
  missData(data: unknown, ...tags: readonly string[]): void;
  /** A value of any shape, with what it holds named beside it. */
  hitBuilt(build: () => unknown, options: BuiltOptions): void;
  missBuilt(build: () => unknown, ...tags: readonly string[]): void;
  readonly cases: readonly Case[];
}

const MARKED = /⟦([^⟧]*)⟧|⟪([^⟫]*)⟫/gu;
/** Quotes and separators at the edge of a mask may go with it. */
const EDGES = /^[\s"'`<>,;()[\]{}\\.]+|[\s"'`<>,;()[\]{}\\.]+$/gu;

interface Parsed {
  readonly plain: string;
  readonly secrets: readonly string[];
  readonly keep: readonly string[];
}

function parseMarks(text: string): Parsed {
  const secrets: string[] = [];
  const keep: string[] = [];
  const keepPart = (part: string): void => {
    const trimmed = part.replaceAll(EDGES, "");
    if (trimmed.length > 1) keep.push(trimmed);
  };
  let last = 0;
  for (const match of text.matchAll(MARKED)) {
    keepPart(text.slice(last, match.index));
    if (match[1] !== undefined) secrets.push(match[1]);
    last = match.index + match[0].length;
  }
  keepPart(text.slice(last));
  return { plain: text.replaceAll(MARKED, "$1$2"), secrets, keep };
}

/** A few characters tell nothing of a value; the short ones must go to the last but one. */
function defaultMaxRun(secret: string): number {
  if (secret.length <= 5) return Math.max(1, secret.length - 2);
  return secret.length < 24 ? 4 : 6;
}

function parseData(data: unknown, parsed: { secrets: string[]; keep: string[] }): unknown {
  if (typeof data === "string") {
    const { plain, secrets, keep } = parseMarks(data);
    parsed.secrets.push(...secrets);
    parsed.keep.push(...keep);
    return plain;
  }
  if (Array.isArray(data)) return data.map((item: unknown) => parseData(item, parsed));
  if (typeof data === "object" && data !== null) {
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [parseData(key, parsed), parseData(value, parsed)]),
    );
  }
  return data;
}

export function groupOf(group: Group): GroupBuilder {
  const cases: Case[] = [];
  const add = (part: Omit<Case, "id" | "group">): void => {
    const kind = part.negative ? "miss" : "hit";
    cases.push({ id: `${group}/${kind}/${String(cases.length).padStart(3, "0")}`, group, ...part });
  };
  const secretsOf = (values: readonly string[], maxRun: number | undefined): Secret[] =>
    values.map((value) => ({ value, maxRun: maxRun ?? defaultMaxRun(value) }));

  const builder: GroupBuilder = {
    hit(text, options = {}) {
      const { plain, secrets, keep } = parseMarks(text);
      if (secrets.length === 0) throw new Error(`A case of ${group} marks no secret: ${text}`);
      add({
        text: plain,
        value: undefined,
        secrets: secretsOf(secrets, options.maxRun),
        keep,
        negative: false,
        tags: options.tags ?? [],
      });
    },
    miss(text, ...tags) {
      add({ text, value: undefined, secrets: [], keep: [], negative: true, tags });
    },
    hits(texts, options) {
      for (const text of texts) builder.hit(text, options);
    },
    misses(texts, ...tags) {
      for (const text of texts) builder.miss(text, ...tags);
    },
    hitData(data, options = {}) {
      const parsed = { secrets: [] as string[], keep: [] as string[] };
      const plain = parseData(data, parsed);
      if (parsed.secrets.length === 0) throw new Error(`A case of ${group} marks no secret: ${JSON.stringify(data)}`);
      add({
        text: undefined,
        value: () => structuredClone(plain),
        secrets: secretsOf(parsed.secrets, options.maxRun),
        keep: parsed.keep,
        negative: false,
        tags: options.tags ?? [],
      });
    },
    missData(data, ...tags) {
      add({ text: undefined, value: () => structuredClone(data), secrets: [], keep: [], negative: true, tags });
    },
    hitBuilt(build, options) {
      add({
        text: undefined,
        value: build,
        secrets: secretsOf(options.secrets, options.maxRun),
        keep: options.keep ?? [],
        negative: false,
        tags: options.tags ?? [],
      });
    },
    missBuilt(build, ...tags) {
      add({ text: undefined, value: build, secrets: [], keep: [], negative: true, tags });
    },
    cases,
  };
  return builder;
}
