import { messageOf } from "../error-text.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "There is no such file.",
  ENOTDIR: "There is no such file.",
  EISDIR: "It is a directory.",
  EACCES: "This process may not read it: check its permissions.",
  EPERM: "This process may not read it: check its permissions.",
};

/** Why a file that was named cannot be read: a whole sentence, whoever threw it. */
export function reasonNotRead(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known = REASONS[code];
  if (known !== undefined) return known;
  const message = messageOf(error);
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
