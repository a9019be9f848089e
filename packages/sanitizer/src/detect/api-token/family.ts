import type { Kind } from "../../model/kind.ts";
import { kindOf } from "../../model/kind.ts";
import { MIXED, PLAIN, STRICT } from "../value/randomness.ts";
import type { Segment } from "./segment.ts";

/** What follows a prefix. */
export interface Form {
  readonly body: readonly Segment[];
  /** What may follow still; counts only if it is there whole. */
  readonly tail: readonly Segment[];
  readonly randomness: number;
  /** The prefix says what it is (an address) and stays. */
  readonly keepsPrefix: boolean;
  /** The prefix is a short word: it must not be part of a longer name or a path. */
  readonly apart: boolean;
}

/** One kind of token: what it begins with and what follows. */
export interface Family extends Form {
  readonly kind: Kind;
  readonly prefix: string;
}

const kinds = new Map<string, Kind>();

export function tokenKind(issuer: string): Kind {
  const kind = kinds.get(issuer) ?? kindOf("api_token", `api_token.${issuer}`);
  kinds.set(issuer, kind);
  return kind;
}

const isForm = (form: Form | readonly Segment[]): form is Form => "body" in form;

type AnyForm = Form | readonly Segment[];

const formOf = (form: AnyForm): Form =>
  isForm(form) ? form : { body: form, tail: [], randomness: MIXED, keepsPrefix: false, apart: false };

/** Any characters will do: the prefix alone is proof enough. */
export const proven = (form: AnyForm): Form => ({ ...formOf(form), randomness: PLAIN });
/** The prefix proves little: only digits, capitals and small letters together make a token. */
export const weak = (form: AnyForm): Form => ({ ...formOf(form), randomness: STRICT });
export const apart = (form: AnyForm): Form => ({ ...formOf(form), apart: true });
export const address = (form: AnyForm): Form => ({ ...formOf(form), keepsPrefix: true });
export const withTail = (form: AnyForm, tail: readonly Segment[]): Form => ({ ...formOf(form), tail });

/** The families of one form; prefixes are separated by spaces. */
export function families(issuer: string, prefixes: string, form: AnyForm): readonly Family[] {
  return prefixes.split(" ").map((prefix) => ({ kind: tokenKind(issuer), prefix, ...formOf(form) }));
}
