import { SECRET_JWK_MEMBERS } from "../detect/private-key/key-members.ts";
import { memberKind } from "../detect/private-key/private-key-kinds.ts";
import type { KeyClass } from "../model/detector.ts";
import { REMOVED } from "./copier.ts";
import type { Copier } from "./copier.ts";
import type { KeyEntry } from "./key-book.ts";
import { FreeNames, placeIn } from "./place-in.ts";
import { UNREADABLE, read } from "./read.ts";
import type { Readable } from "./read.ts";
import type { Visit } from "./visit.ts";

export interface RecordOptions {
  readonly visit: Visit;
  /** Where the copied properties go. Default: a new plain object. */
  readonly into?: Record<string, unknown>;
  /** Keys below which anything but an object is copied unseen. */
  readonly exempt?: ReadonlySet<string> | undefined;
  /** Own properties that were copied already. */
  readonly without?: ReadonlySet<string>;
}

/** Copies an object's own enumerable properties, each read once and each judged by its key. */
export function copyRecord(copier: Copier, given: object, options: RecordOptions): Record<string, unknown> {
  const { visit, into = {}, exempt, without } = options;
  const copy = new RecordCopy(copier, { visit, into, keyClass: undefined });
  for (const key of Object.keys(given)) {
    if (without?.has(key) === true) continue;
    const value = read(given, key);
    if (exempt?.has(key) === true && isFlat(value)) placeIn(into, key, Array.isArray(value) ? [...value] : value);
    else if (!copy.add(key, value)) break;
  }
  return copy.end();
}

export interface PlainOptions {
  readonly visit: Visit;
  /** What the key above promises of every part. */
  readonly keyClass: KeyClass | undefined;
}

/**
 * The same for an object that has no prototype but `Object.prototype`: `for in` reads its fields where they lie. What was
 * added to `Object.prototype` is copied with it; what a `toJSON` among them would say is not asked for.
 */
export function copyPlain(copier: Copier, given: Readable, { visit, keyClass }: PlainOptions): Record<string, unknown> {
  const copy = new RecordCopy(copier, { visit, into: {}, keyClass });
  for (const key in given) {
    let value: unknown;
    try {
      value = given[key];
    } catch {
      value = UNREADABLE;
    }
    if (!copy.add(key, value)) break;
  }
  return copy.end();
}

/** One of `{ name: "password", value: "…" }`: the value waits until the name was read, wherever that stands. */
interface Waiting {
  readonly entry: KeyEntry;
  readonly name: string;
  readonly value: unknown;
}

const PRIVATE_MEMBER = {
  keyClass: { kind: memberKind, weak: false },
  skip: undefined,
  found: [],
  role: undefined,
} as const;

/** Beside a secret they say what it is: `secret: { secretName, type, expiresIn }`, `imagePullSecrets: [{ name }]`. */
const DESCRIBING: ReadonlySet<string> = new Set(
  `name secretName type kind namespace description title label format provider version status state enabled optional required
  minLength maxLength defaultMode createdAt created_at updatedAt updated_at expiresAt expires_at expiresIn expires_in ttl
  token_type tokenType scope scopes`.split(/\s+/u),
);

/** Between the two keys stand the indices of lists. */
function beginningOf({ keys }: Copier, { path, depth }: Visit): string | undefined {
  for (let i = depth - 1; i >= 0; i--) {
    const key = path[i];
    if (typeof key === "string") return keys.look(key).mayBeginName ? key : undefined;
  }
  return undefined;
}

class RecordCopy {
  readonly #copier: Copier;
  readonly #visit: Visit;
  readonly #out: Record<string, unknown>;
  #names: FreeNames | undefined;
  #waiting: Waiting | undefined;
  #told: KeyClass | undefined;
  #isJsonWebKey = false;
  readonly #above: KeyClass | undefined;
  /** The key above, where a sensitive name may begin with it. */
  readonly #beginning: string | undefined;

  constructor(copier: Copier, { visit, into, keyClass }: PlainOptions & { readonly into: Record<string, unknown> }) {
    this.#copier = copier;
    this.#visit = visit;
    this.#out = into;
    this.#above = keyClass;
    this.#beginning = beginningOf(copier, visit);
  }

  /** False once the value has more parts than may be. */
  add(key: string, value: unknown): boolean {
    const copier = this.#copier;
    const visit = this.#visit;
    if (visit.nodes++ >= copier.limits.maxNodes) {
      this.#out["[REDACTED:size]"] = visit.unseen("size");
      return false;
    }
    const entry = copier.keys.look(key);
    if (entry.isOrdinary && this.#isOrdinary && !(entry.mayEndName && this.#beginning !== undefined)) {
      visit.path[visit.depth++] = key;
      this.#out[key] = copier.value(value, visit);
      visit.depth--;
    } else this.#addRare(key, entry, value);
    return true;
  }

  /** Nothing about the record makes its keys more than they are alone. */
  get #isOrdinary(): boolean {
    return this.#names === undefined && this.#above === undefined;
  }

  end(): Record<string, unknown> {
    if (this.#waiting !== undefined) {
      const { entry, name, value } = this.#waiting;
      this.#place(entry.keyClass === undefined ? { ...entry, keyClass: this.#told } : entry, name, value);
    }
    if (this.#isJsonWebKey) this.#maskKeyMembers();
    return this.#out;
  }

  #addRare(key: string, entry: KeyEntry, value: unknown): void {
    const { role } = entry;
    const name = this.#nameOf(key, entry.name);
    if (role === "value" && this.#waiting === undefined) {
      this.#waiting = { entry, name, value };
      placeIn(this.#out, name, undefined);
      return;
    }
    if (role === "key type") this.#isJsonWebKey = true;
    if (role === "name" && typeof value === "string") this.#told ??= this.#copier.keys.look(value).keyClass;
    const keyClass = entry.keyClass ?? this.#together(key);
    this.#place(keyClass === entry.keyClass ? entry : { ...entry, keyClass }, name, value);
  }

  /** What the key promises together with the one above. */
  #together(key: string): KeyClass | undefined {
    return this.#beginning === undefined ? undefined : this.#copier.keys.below(this.#beginning, key);
  }

  /** What makes a JSON Web Key a private one (RFC 7518, sections 6.2.2, 6.3.2 and 6.4). */
  #maskKeyMembers(): void {
    for (const member of SECRET_JWK_MEMBERS) {
      if (typeof this.#out[member] === "string") this.#place(PRIVATE_MEMBER, member, this.#out[member]);
    }
  }

  #nameOf(key: string, name: string): string {
    if (name === key && this.#names === undefined) return name;
    this.#names ??= new FreeNames((taken) => Object.hasOwn(this.#out, taken));
    return this.#names.of(name);
  }

  #place(entry: Pick<KeyEntry, "keyClass" | "skip" | "found" | "role">, name: string, value: unknown): void {
    const visit = this.#visit;
    visit.path[visit.depth++] = name;
    if (entry.found.length > 0) visit.foundInKey(entry.found);
    const { keyClass = DESCRIBING.has(name) ? undefined : this.#above, skip } = entry;
    const clean = this.#copier.below({ keyClass, skip }, value, visit);
    visit.depth--;
    if (clean !== REMOVED) placeIn(this.#out, name, clean);
    else if (entry.role === "value") delete this.#out[name];
  }
}

/** Ids and enums, or lists of them: nothing that would have to be looked into. */
function isFlat(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null);
}
