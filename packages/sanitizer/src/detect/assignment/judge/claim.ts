import type { KeyClass } from "../../../model/detector.ts";
import type { Form } from "../join/place.ts";

/** What a key and the way it is joined to its value say of the value. */
export interface Claim {
  readonly keyClass: KeyClass;
  readonly form: Form;
  readonly keyStart: number;
  readonly quotedKey: boolean;
  /** Behind a word such as `invalid` or `no`. */
  readonly doubtful: boolean;
}

export interface Value {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}
