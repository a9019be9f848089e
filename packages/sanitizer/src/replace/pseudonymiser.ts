import type { CheckedKey, CheckedPolicy } from "../model/checked-policy.ts";
import type { DetectorName, Kind } from "../model/kind.ts";
import { knownKinds } from "../model/kind.ts";
import { Hmac } from "./hmac.ts";

interface Known {
  readonly kind: Kind;
  readonly pseudonym: string | undefined;
}

interface Key {
  readonly prefix: string;
  readonly hmac: Hmac;
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Twice as many values are remembered at most. */
const GENERATION = 2_048;
const MAX_REMEMBERED_LENGTH = 256;

/**
 * Makes keyed pseudonyms: `hmac:<kid>:<22 characters>`, equal for equal values of one detector and tenant as long as the key
 * is the same. Without the key nobody can tell a value from its pseudonym by trying all values there are.
 */
export class Pseudonymiser {
  readonly #tenant: string;
  readonly #keys: readonly Key[];
  readonly #now: () => number;
  #active: Key | undefined;
  /** Until then, and not before then, the active key is the same. */
  #from = Number.POSITIVE_INFINITY;
  #until = Number.NEGATIVE_INFINITY;
  #recent = new Map<string, Known>();
  #older = new Map<string, Known>();

  /** `now` gives epoch milliseconds. */
  constructor({ tenant, keys }: NonNullable<CheckedPolicy["pseudonyms"]>, now: () => number) {
    this.#tenant = tenant;
    this.#keys = keys.map(keyOf);
    this.#now = now;
  }

  /** Undefined where no key is valid now, or where nothing is left of the value once its spelling is taken off. */
  of(kind: Kind, value: string): string | undefined {
    const key = this.#keyNow();
    if (key === undefined) return undefined;
    const known = this.#recent.get(value);
    if (known?.kind === kind) return known.pseudonym;
    return this.#remembered(key, kind, value);
  }

  /** The pseudonyms of a value with every key that is known, whenever it was valid, in the order of the keys. */
  all(detector: DetectorName, value: string): readonly string[] {
    const ofDetector = Array.from(knownKinds.values()).filter((kind) => kind.detector === detector);
    const kinds = ofDetector.filter(({ alwaysMasked }) => !alwaysMasked);
    // What the policy's own rules find is taken as it is.
    const spellings = new Set(
      ofDetector.length === 0 ? [value.trim()] : kinds.map(({ canonical }) => canonical(value)),
    );
    spellings.delete("");
    return this.#keys.flatMap((key) => Array.from(spellings, (spelling) => this.#made(key, detector, spelling)));
  }

  #keyNow(): Key | undefined {
    // Asking the clock costs as much as all the rest: not where no key ever changes.
    if (this.#from === Number.NEGATIVE_INFINITY && this.#until === Number.POSITIVE_INFINITY) return this.#active;
    const now = this.#now();
    if (now < this.#from || now >= this.#until) this.#choose(now);
    return this.#active;
  }

  /** Of several valid keys the one that became valid last. */
  #choose(now: number): void {
    const changes = this.#keys.flatMap(({ notBefore, notAfter }) => [notBefore, notAfter]);
    this.#from = Math.max(Number.NEGATIVE_INFINITY, ...changes.filter((change) => change <= now));
    this.#until = Math.min(Number.POSITIVE_INFINITY, ...changes.filter((change) => change > now));
    const valid = this.#keys.filter(({ notBefore, notAfter }) => now >= notBefore && now < notAfter);
    this.#active = valid.toSorted((a, b) => b.notBefore - a.notBefore)[0];
    this.#recent = new Map();
    this.#older = new Map();
  }

  #remembered(key: Key, kind: Kind, value: string): string | undefined {
    const older = this.#older.get(value);
    const known = older?.kind === kind ? older : { kind, pseudonym: this.#fresh(key, kind, value) };
    if (value.length > MAX_REMEMBERED_LENGTH) return known.pseudonym;
    if (this.#recent.size >= GENERATION) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(value, known);
    return known.pseudonym;
  }

  #fresh(key: Key, { canonical, detector }: Kind, value: string): string | undefined {
    const spelling = canonical(value);
    return spelling === "" ? undefined : this.#made(key, detector, spelling);
  }

  /** Two tenants, or two detectors, give one value two pseudonyms. */
  #made({ prefix, hmac }: Key, detector: DetectorName, spelling: string): string {
    return prefix + hmac.of(`${this.#tenant}\0${detector}\0${spelling}`);
  }
}

const keyOf = ({ kid, secret, notBefore, notAfter }: CheckedKey): Key => ({
  prefix: `hmac:${kid}:`,
  hmac: new Hmac(secret),
  notBefore,
  notAfter,
});
