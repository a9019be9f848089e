/** A getter or a proxy threw. */
export const UNREADABLE: unique symbol = Symbol("unreadable");

export type Readable = Readonly<Record<PropertyKey, unknown>>;

export function read(from: object, key: PropertyKey): unknown {
  try {
    return (from as Readable)[key];
  } catch {
    return UNREADABLE;
  }
}
