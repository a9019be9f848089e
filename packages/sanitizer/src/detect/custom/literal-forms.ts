/** One way in which a known value can stand in a text. */
export interface LiteralForm {
  readonly text: string;
  /** It must not go on to the left or right with a letter or digit. */
  readonly apart: boolean;
  /** Characters before and behind that hold a part of the value together with its neighbours in base64. */
  readonly before: number;
  readonly after: number;
}

/** A shorter value is found only where it stands for itself: `pass1` is no part of `compass17`. */
const SHORTEST_ANYWHERE = 8;

/** A value as it stands, escaped as in URLs and JSON, and in base64. */
export function literalForms(value: string): readonly LiteralForm[] {
  const apart = value.length < SHORTEST_ANYWHERE;
  const plain = { apart, before: 0, after: 0 };
  const forms = new Map<string, LiteralForm>();
  const add = (form: LiteralForm): void => {
    if (!forms.has(form.text)) forms.set(form.text, form);
  };
  for (const text of spellings(value)) {
    for (const written of [text, ...percentEncoded(text), ...jsonEscaped(text)]) add({ ...plain, text: written });
    const encoded = apart ? [{ ...plain, text: base64Of(text).replaceAll("=", "") }] : alignments(text);
    for (const form of encoded) {
      add(form);
      add({ ...form, text: form.text.replaceAll("+", "-").replaceAll("/", "_") });
    }
  }
  return [...forms.values()];
}

/** An accent may be a character of its own. */
const spellings = (value: string): readonly string[] => [value, value.normalize("NFC"), value.normalize("NFD")];

const hexOf = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** Encoders differ in the marks they leave, in the space and in the case of their digits. */
function percentEncoded(text: string): readonly string[] {
  // A lone half of a surrogate pair has no encoding.
  const wellFormed = text.toWellFormed();
  const usual = encodeURIComponent(wellFormed);
  const ofForm = new URLSearchParams([["", wellFormed]]).toString().slice(1);
  const all = [usual, usual.replaceAll(/[!'()*]/gu, hexOf), ofForm, ofForm.replaceAll("+", "%20")];
  return all.flatMap((form) => [form, form.replaceAll(/%[\dA-F]{2}/gu, (code) => code.toLowerCase())]);
}

const quoted = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Once, and in JSON in JSON; some write `\/`. */
const jsonEscaped = (text: string): readonly string[] => {
  const once = [quoted(text), quoted(text).replaceAll("/", String.raw`\/`)];
  return [...once, ...once.map(quoted)];
};

const BITS = 6;
const base64Of = (text: string): string => Buffer.from(text).toString("base64");

/** Other bytes may stand before it: the characters that it alone decides, for each place in a group of three bytes. */
function alignments(text: string): readonly LiteralForm[] {
  const bytes = Buffer.byteLength(text);
  return [0, 1, 2].map((bytesBefore) => {
    const encoded = base64Of("\0".repeat(bytesBefore) + text);
    const first = Math.ceil((bytesBefore * 8) / BITS);
    const last = Math.floor(((bytesBefore + bytes) * 8) / BITS);
    return {
      text: encoded.slice(first, last),
      apart: false,
      before: (bytesBefore * 8) % BITS === 0 ? 0 : 1,
      after: ((bytesBefore + bytes) * 8) % BITS === 0 ? 0 : 1,
    };
  });
}
