import { createHmac } from "node:crypto";

/** What Standard Webhooks 1.0.0 asks of a secret. */
const SECRET = /^(?:whsec_)?((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/;
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/** The key of a `whsec_…` secret; undefined where it is not base64 of 24 to 64 bytes. */
export function signingKey(secret: string): Buffer | undefined {
  const base64 = SECRET.exec(secret)?.[1];
  if (base64 === undefined) return undefined;
  const key = Buffer.from(base64, "base64");
  return key.length >= MIN_BYTES && key.length <= MAX_BYTES ? key : undefined;
}

export interface SignedContent {
  /** Without a dot. */
  readonly id: string;
  readonly timestampSeconds: number;
  readonly body: string;
}

/** Value of `webhook-signature`: one signature for each key, so that receivers of the old and of the new secret both accept it. */
export function signatureHeader(content: SignedContent, keys: readonly Buffer[]): string {
  const signed = `${content.id}.${content.timestampSeconds}.${content.body}`;
  return keys.map((key) => `v1,${createHmac("sha256", key).update(signed).digest("base64")}`).join(" ");
}
