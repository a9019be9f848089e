/** A record while its reader fills it. */
export type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
