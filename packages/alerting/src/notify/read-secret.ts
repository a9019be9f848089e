import type { SecretRef } from "../model/channel.ts";
import type { DeliveryOutcome } from "../model/notification.ts";
import type { SenderPorts } from "./sender-ports.ts";

export type SecretResult =
  | { readonly kind: "secret"; readonly value: string }
  | { readonly kind: "missing"; readonly outcome: DeliveryOutcome };

export function isSecretRef(text: string): text is SecretRef {
  return text.startsWith("env:") || text.startsWith("file:");
}

/** A variable that is not set stays so until a restart; a file may just be being replaced. Names the reference, never the value. */
export function readSecret(ref: SecretRef, ports: Pick<SenderPorts, "resolveSecret">): SecretResult {
  const value = resolveQuietly(ref, ports)?.replace(/[\r\n]+$/, "");
  if (value !== undefined && value !== "") return { kind: "secret", value };
  const reason = `its secret ${ref} is missing or empty: set it, or name another reference`;
  return { kind: "missing", outcome: { kind: ref.startsWith("env:") ? "broken" : "retry", reason } };
}

function resolveQuietly(ref: SecretRef, ports: Pick<SenderPorts, "resolveSecret">): string | undefined {
  try {
    return ports.resolveSecret(ref);
  } catch {
    // The error of a reader may quote what it read.
    return undefined;
  }
}
