/** Pieces of the patterns for values that nothing but a name, a flag or a command in front of them gives away. */

/** First characters of a value. Not those of `[REDACTED`, `REDACTED`, `****`, `<secret>` and `${SECRET}`. */
export const START: string = String.raw`(?:[^\s"'\\&;,\[R*<$]|R[^\s"'\\E]|\[[^\s"'\\R]|\$[^\s"'\\{])`;
const REST = String.raw`[^\s"'\\&;,]`;
const REST_NO_DIGIT = String.raw`[^\s"'\\&;,0-9]`;
/** A sign that no word has inside of it. */
const SIGN_INSIDE = String.raw`[!#$%^*+~]`;

/** Four characters or more, a digit among them. */
export const WITH_DIGIT: string = `(?:[0-9]${REST}{3,}|${START}(?:${REST_NO_DIGIT}{2,}[0-9]${REST}*|${REST_NO_DIGIT}[0-9]${REST}+|[0-9]${REST}{2,}))`;
/** The same, or with a sign inside: no word of prose. */
export const NO_WORD: string = `(?:${WITH_DIGIT}|${START}${REST_NO_DIGIT}+${SIGN_INSIDE}${REST}+)`;
/** Behind `is`: six characters or more with letters and a digit, or a code of six to eight digits. */
export const SAID: string = String.raw`(?:[0-9]{6,8}\b|[A-Za-z](?:${REST_NO_DIGIT}{4,}[0-9]${REST}*|${REST_NO_DIGIT}{0,3}[0-9]${REST}{4,})|[0-9]+[A-Za-z]${REST}{5,})`;
