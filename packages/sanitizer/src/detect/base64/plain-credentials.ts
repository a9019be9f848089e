import { isDigit, isLetter } from "../scan/characters.ts";

/** `user:password` as HTTP and registries wrap it; the name of a type (`User:42`) begins with a capital. */
const CREDENTIALS = /^[a-z][\w.@+-]{1,63}:(?<password>[^\s:/]{8,128})\n?$/u;
const IDENTIFIER = /^[\da-f-]*$/iu;

/** Whether the whole text is a user's name and a password. */
export function isPlainCredentials(decoded: string): boolean {
  if (decoded.length > 200) return false;
  const password = CREDENTIALS.exec(decoded)?.groups?.["password"] ?? "";
  if (IDENTIFIER.test(password)) return false;
  let letters = 0;
  let others = 0;
  for (let i = 0; i < password.length; i++) {
    const code = password.charCodeAt(i);
    if (isLetter(code)) letters++;
    else if (isDigit(code) || code !== 45) others++;
  }
  return letters > 0 && others > 0;
}
