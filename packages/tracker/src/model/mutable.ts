/** A value under construction, before it is handed out as readonly. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };
