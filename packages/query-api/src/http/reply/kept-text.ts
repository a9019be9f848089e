import { hash } from "node:crypto";

/** A text that is sent again and again: its bytes and its tag are made once. */
export interface KeptText {
  /** Media type. */
  readonly type: string;
  readonly bytes: Buffer;
  /** ETag. */
  readonly tag: string;
}

export function keptText(type: string, text: string): KeptText {
  return { type, bytes: Buffer.from(text), tag: entityTag(text) };
}

/** It is weak, for what is around us may compress the body. */
export function entityTag(version: string): string {
  return `W/"${hash("sha256", version, "base64url").slice(0, 27)}"`;
}
