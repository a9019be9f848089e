import type { Anchor, Look, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import type { Kind } from "../../model/kind.ts";
import type { Run } from "../value/alphabet.ts";
import { alphabets, endOfRun } from "../value/alphabet.ts";
import { beginsAt, endsAt } from "../value/boundary.ts";
import { looksRandom, PLAIN } from "../value/randomness.ts";
import { endOfMaterial } from "./material.ts";
import { derKind, wordKind } from "./private-key-kinds.ts";

/** A literal inside of a key without its lines, and how the key begins before it. */
interface Start {
  readonly literal: string;
  /** What may stand before it, from the start of the key: `?` is any character. */
  readonly heads: readonly string[];
  readonly kind: Kind;
}

const start = (literal: string, heads: string): Start => ({ literal, heads: heads.split(" "), kind: derKind });

/**
 * How private keys begin in DER and base64 (PKCS #8 of RSA, Ed25519 and elliptic curves, PKCS #1, SEC 1), and OpenSSH's
 * own format. Behind the first digit the scan may go on too late, so that no literal reaches over one.
 */
const STARTS: readonly Start[] = [
  start("IBADANBgkqhkiG", "MII???"),
  start("IBAAKCA", "MII???"),
  start("IBAAKBg", "MII???"),
  start("gEAMBMGByqGSM", "MIG?A"),
  start("gEAMBAGByqGSM", "MIG?A MIH?A"),
  start("CAQAwBQYDK", "MC4 MEc"),
  start("CAQEEI", "MHc MHQ"),
  start("AgEBBD", "MIGk"),
  start("AgEBBE", "MIHc"),
  start("BlbnNzaC", "b3"),
  // minisign and signify.
  { literal: "RWRTY", heads: [""], kind: wordKind },
  { literal: "RWRCS", heads: [""], kind: wordKind },
];
const SHORTEST_KEY = 48;
const AGE: Run = { of: alphabets.url, max: 256 };
const EXTENDED: Run = { of: alphabets.alnum, max: 120 };

const standsBefore = (text: string, at: number, head: string): boolean => {
  for (let i = 0; i < head.length; i++) {
    if (head[i] !== "?" && text[at - head.length + i] !== head[i]) return false;
  }
  return true;
};

const lookFor =
  ({ heads, kind }: Start): Look =>
  (scan, at) => {
    const { text, floor } = scan;
    const head = heads.find((candidate) => standsBefore(text, at, candidate));
    if (head === undefined) return GO_ON;
    const from = at - head.length;
    if (!beginsAt(text, from, floor)) return GO_ON;
    const to = endOfMaterial(text, from);
    if (to - from < SHORTEST_KEY) return GO_ON;
    scan.report(kind, from, to);
    return to;
  };

/** `AGE-SECRET-KEY-1…` in Bech32; hyphens stand in the keys of plugins. */
function lookAtAge(scan: Scan, from: number, end: number): number {
  return reportWord(scan, from, { body: end, run: AGE, min: 40 });
}

/** `xprv…`: 111 characters of base58. */
function lookAtExtended(scan: Scan, from: number, end: number): number {
  return reportWord(scan, from, { body: end, run: EXTENDED, min: 100 });
}

interface Body {
  readonly body: number;
  readonly run: Run;
  readonly min: number;
}

function reportWord(scan: Scan, from: number, { body, run, min }: Body): number {
  const { text } = scan;
  if (!beginsAt(text, from, scan.floor)) return GO_ON;
  const to = endOfRun(text, body, run);
  // What was read at length is not read again.
  const next = to - body < min ? GO_ON : to;
  if (next === GO_ON || !endsAt(text, to) || !looksRandom(text.slice(body, to), PLAIN)) return next;
  scan.report(wordKind, from, to);
  return to;
}

/** Keys that begin with what they are, and keys without the lines that would say so. */
export const wordAnchors: readonly Anchor[] = [
  ...STARTS.map((known) => ({
    literals: [known.literal],
    caseSensitive: true as const,
    look: lookFor(known),
  })),
  { literals: ["AGE-SECRET-KEY-"], caseSensitive: true, look: lookAtAge },
  { literals: ["xprv", "yprv", "zprv", "tprv"], caseSensitive: true, look: lookAtExtended },
];
