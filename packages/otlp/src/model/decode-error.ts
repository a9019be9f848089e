/** Why a body was refused whole: `malformed` is answered with 400, `too_large` with 413. */
export type DecodeErrorKind = "malformed" | "too_large";

/**
 * The one error that decoding throws. The message names the byte offset or the JSON path and what was expected there; it never
 * shows what the body held, for that may be secret and the message goes into logs.
 */
export class OtlpDecodeError extends Error {
  override readonly name = "OtlpDecodeError";
  readonly kind: DecodeErrorKind;

  constructor(kind: DecodeErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
