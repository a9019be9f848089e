import type { Anchor, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt } from "../scan/characters.ts";
import { credentialsKind } from "./auth-kinds.ts";
import { report } from "./authorization.ts";
import { credentialEnd } from "./credential.ts";

const SPACE = 32;
/** SMTP, POP3 and NNTP; IMAP, ManageSieve and XMPP's old form. */
const COMMANDS: readonly string[] = ["AUTH ", "AUTHENTICATE "];
const SHORTEST = 8;
const LONGEST = 512;

/** `AUTH PLAIN AG1pcmEAczNjcjN0`: what a mail client sends, as its debug log shows it (RFC 4616). */
function lookAtPlain(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  if (codeAt(text, end) !== SPACE || !COMMANDS.some((command) => isBefore(text, start, command))) return GO_ON;
  const found = { start: end + 1, end: credentialEnd(text, end + 1, LONGEST) };
  return report(scan, credentialsKind, isUserAndPassword(text.slice(found.start, found.end)) ? found : undefined);
}

const isBefore = (text: string, at: number, command: string): boolean =>
  text.slice(Math.max(0, at - command.length), at).toUpperCase() === command;

/** A name to act for, a name and a password, each behind a NUL but the first. */
function isUserAndPassword(encoded: string): boolean {
  if (encoded.length < SHORTEST) return false;
  const parts = Buffer.from(encoded, "base64").toString("latin1").split("\0");
  return parts.length === 3 && parts[1] !== "" && parts[2] !== "";
}

export const saslAnchor: Anchor = { literals: ["plain"], look: lookAtPlain };
