import type { Bench, Figure } from "../../../../scripts/bench/contract.ts";
import { emailKind } from "../detect/email/email-kind.ts";
import { Pseudonymiser } from "./pseudonymiser.ts";

const ROUNDS = 25;
const VALUES = 20_000;
const DISTINCT = 1_000;

const keys = [
  {
    kid: "k1",
    secret: new Uint8Array(32).fill(7),
    notBefore: Number.NEGATIVE_INFINITY,
    notAfter: Number.POSITIVE_INFINITY,
  },
];

/** Values as a scan cuts them out of a text: strings that nobody hashed before. */
function valuesOf(distinct: number): readonly string[] {
  return Array.from({ length: VALUES }, (_, i) => `to user${String(i % distinct)}@northwind-mail.net`.slice(3));
}

/** Nanoseconds a value. */
function round(pseudonymiser: Pseudonymiser, values: readonly string[]): number {
  const before = performance.now();
  for (const value of values) pseudonymiser.of(emailKind, value);
  return ((performance.now() - before) * 1e6) / values.length;
}

function measure(): Figure[] {
  const made = () => new Pseudonymiser({ tenant: "", keys }, Date.now);
  const warm = made();
  let fresh = Number.POSITIVE_INFINITY;
  let remembered = Number.POSITIVE_INFINITY;
  for (let i = 0; i < ROUNDS; i++) {
    fresh = Math.min(fresh, round(made(), valuesOf(VALUES)));
    const known = valuesOf(DISTINCT);
    round(warm, known);
    remembered = Math.min(remembered, round(warm, known));
  }
  return [
    { name: "a value that is new", value: fresh, unit: "ns" },
    { name: "a value that is remembered", value: remembered, unit: "ns" },
  ];
}

export const bench: Bench = { name: "pseudonyms", run: () => Promise.resolve(measure()) };
