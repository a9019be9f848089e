/** Field values of the replies: text, non-negative integers, nested messages. */
export type ProtoField =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly integer: number }
  | { readonly number: number; readonly message: Uint8Array };

/** Encodes the few small messages that a receiver answers with. Fields with the default value are left out, as proto3 does. */
export function encodeMessage(fields: readonly ProtoField[]): Uint8Array {
  const bytes: number[] = [];
  for (const field of fields) appendField(bytes, field);
  return Uint8Array.from(bytes);
}

function appendField(bytes: number[], field: ProtoField): void {
  if ("integer" in field) {
    if (field.integer === 0) return;
    appendVarint(bytes, field.number * 8);
    appendVarint(bytes, field.integer);
    return;
  }
  const content = "text" in field ? new TextEncoder().encode(field.text) : field.message;
  if ("text" in field && content.length === 0) return;
  appendVarint(bytes, field.number * 8 + 2);
  appendVarint(bytes, content.length);
  for (const byte of content) bytes.push(byte);
}

function appendVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}
