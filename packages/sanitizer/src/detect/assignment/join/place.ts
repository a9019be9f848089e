/** How key and value stand together; decides what may be taken for a value, and where it ends. */
export type Form =
  /** No value follows. */
  | "none"
  /** `key=value`, `key := value` */
  | "equals"
  /** `key => value` */
  | "arrow"
  /** `key: value` */
  | "colon"
  /** `key:value`, nothing between and no quote: as often a part of a name as a value */
  | "tight"
  /** `--key value` */
  | "flag"
  /** `<key>value</key>` */
  | "element"
  /** `key%3Dvalue` */
  | "percent"
  /** `["key", "value"]` */
  | "pair"
  /** `key value`, `key 'value'` */
  | "words"
  /** `key is value` */
  | "link"
  /** `key changed to value`, `key (value)`: as likely something else */
  | "far"
  /** `<th>key</th><td>value` */
  | "cell";

/** Reused for the next: copy what must stay. */
export interface Place {
  form: Form;
  /** Where the value, or blanks before it, begin. */
  at: number;
  /** The key stands within quotes. */
  quoted: boolean;
}

export const place: Place = { form: "none", at: 0, quoted: false };

export function placeAt(form: Form, at: number): Place {
  place.form = form;
  place.at = at;
  return place;
}
