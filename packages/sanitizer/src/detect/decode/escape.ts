/**
 * One escaped character as it was read: how many UTF-16 units it took and which code point it stands for, in one number, so
 * that reading allocates nothing. {@link NO_ESCAPE} where none begins.
 */
export type Escape = number;

export const NO_ESCAPE: Escape = 0;

const CODE_POINT_BITS = 21;
const CODE_POINT = (1 << CODE_POINT_BITS) - 1;
const LAST_CODE_POINT = 0x10ffff;

/** At most 31 units. */
export const escapeOf = (units: number, codePoint: number): Escape =>
  codePoint > LAST_CODE_POINT ? NO_ESCAPE : (units << CODE_POINT_BITS) | codePoint;

export const unitsOf = (escape: Escape): number => escape >>> CODE_POINT_BITS;

export const codePointOf = (escape: Escape): number => escape & CODE_POINT;
