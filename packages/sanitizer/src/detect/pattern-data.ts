import type { DetectorName } from "../model/kind.ts";
import { tokenFamilies } from "./api-token/families.ts";
import type { Family } from "./api-token/family.ts";
import type { Segment } from "./api-token/segment.ts";
import { ACCOUNT_STRUCTURES } from "./iban/account-structures.ts";
import { MEANS_ELSE_BEHIND, NEGATORS, SENSITIVE_NAMES, TAILS } from "./key-name/sensitive-names.ts";
import { CONNECTION_SCHEMES } from "./url/schemes.ts";
import { PARAMETER_CLASSES } from "./url/secret-parameters.ts";
import { CHARACTER_RANGES } from "./value/alphabet.ts";
import { STRICT } from "./value/randomness.ts";

/** Characters of one set, or a literal. `characters` is the inside of a character class, in any dialect. */
export type TokenPart = string | { readonly characters: string; readonly min: number; readonly max: number };

export interface TokenForm {
  /** Name of the kind: `api_token.github`. */
  readonly kind: string;
  readonly prefix: string;
  readonly parts: readonly TokenPart[];
  /** The prefix is an address and stays. */
  readonly keepsPrefix: boolean;
}

export interface SensitiveName {
  readonly detector: DetectorName;
  /** Name of the kind: `key_name.password`. */
  readonly kind: string;
  /** In lower case. */
  readonly words: readonly string[];
  /** Sensitive only above a text. */
  readonly weak: boolean;
  /** May stand glued behind other letters. */
  readonly glued: boolean;
  /** Looked for as `name=value` in texts as well. */
  readonly inText: boolean;
}

/** What the detectors know, as data: for tools that speak another language of patterns than this package does. */
export interface PatternData {
  readonly tokens: readonly TokenForm[];
  /** Beginnings of tokens that ordinary words have as well: what stands around and behind them must be weighed. */
  readonly weakTokenPrefixes: readonly string[];
  readonly names: readonly SensitiveName[];
  /** Words that may follow a name and change nothing. */
  readonly tails: readonly string[];
  /** Words in front of a name that take its meaning away. */
  readonly negators: readonly string[];
  /** A name, and the words in front of it behind which it means something else. */
  readonly meansElseBehind: readonly (readonly [name: string, before: readonly string[]])[];
  /** By the registry's notation of an IBAN's account (`18n`), the countries. */
  readonly accounts: Readonly<Record<string, string>>;
  readonly connectionSchemes: readonly string[];
  /** Names of URL parameters whose values are secret, in lower case without `-`, `_`, `.` and `$`. */
  readonly urlParameters: readonly string[];
}

function partOf(segment: Segment): TokenPart {
  if (typeof segment === "string") return segment;
  const ranges = CHARACTER_RANGES.filter(([bit]) => (segment.of & bit) !== 0);
  // A hyphen would be a range anywhere but at the end.
  const inside = ranges.map(([, from, to]) => (from === to ? from : `${from}-${to}`)).filter((range) => range !== "-");
  const hyphen = ranges.some(([, from]) => from === "-") ? "-" : "";
  return { characters: inside.join("") + hyphen, min: segment.min, max: segment.max };
}

/** As a plain pattern it would match names and words. */
const isWeak = ({ apart, randomness }: Family): boolean => apart || randomness === STRICT;

/** Made when it is asked for: what only scans needs none of it. */
export function patternData(): PatternData {
  return {
    tokens: tokenFamilies
      .filter((family) => !isWeak(family))
      .map(({ kind, prefix, body, keepsPrefix }) => ({
        kind: kind.name,
        prefix,
        parts: body.map(partOf),
        keepsPrefix,
      })),
    weakTokenPrefixes: [...new Set(tokenFamilies.filter(isWeak).map(({ prefix }) => prefix))],
    names: SENSITIVE_NAMES.flatMap(({ kind, names, weak, glued, inText }) =>
      names.map((name) => ({ detector: kind.detector, kind: kind.name, words: name.split(" "), weak, glued, inText })),
    ),
    tails: [...TAILS],
    negators: [...NEGATORS],
    meansElseBehind: [...MEANS_ELSE_BEHIND].map(([name, before]) => [name, [...before]] as const),
    accounts: ACCOUNT_STRUCTURES,
    connectionSchemes: [...CONNECTION_SCHEMES],
    urlParameters: [...PARAMETER_CLASSES]
      .filter(([, kind]) => kind === "secret" || kind === "password")
      .map(([name]) => name),
  };
}
