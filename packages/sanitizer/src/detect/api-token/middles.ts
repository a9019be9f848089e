import { alphabets } from "../value/alphabet.ts";
import type { Segment } from "./segment.ts";
import { alnum, base64, digits, lower, padded, url, uuid } from "./segment.ts";

/** A token that is told by what stands within it or at its end. */
export interface Middle {
  readonly issuer: string;
  readonly mark: string;
  readonly before: { readonly of: number; readonly min: number; readonly max: number };
  readonly after: readonly Segment[];
}

const run = (of: number, min: number, max: number = min): Middle["before"] => ({ of, min, max });

/** The signatures that Microsoft puts into its keys, and how many characters of base64 stand before and behind them. */
const azure = (marks: string, before: number, ...after: readonly Segment[]): readonly Middle[] =>
  marks.split(" ").map((mark) => ({ issuer: "azure", mark, before: run(alphabets.base64, before), after }));

export const MIDDLES: readonly Middle[] = [
  {
    issuer: "terraform",
    mark: ".atlasv1.",
    before: run(alphabets.alnum, 14),
    after: [padded(50, 80)],
  },
  { issuer: "maxmind", mark: "_mmk", before: run(alphabets.word, 36), after: [] },
  { issuer: "mailchimp", mark: "-us", before: run(alphabets.hexLower, 32), after: [digits(1, 2)] },
  { issuer: "firebase", mark: ":APA91b", before: run(alphabets.url, 11, 30), after: [url(100, 200)] },
  { issuer: "newrelic", mark: "FFFFNRAL", before: run(alphabets.lower, 32), after: [] },
  { issuer: "newrelic", mark: "-NRMA", before: run(alphabets.alnum, 42), after: [] },
  { issuer: "stripe", mark: "_secret_", before: run(alphabets.alnum, 16, 32), after: [alnum(20, 40)] },
  {
    issuer: "rapidapi",
    mark: "msh",
    before: run(alphabets.lower, 10),
    after: [lower(15), "p1", lower(6), "jsn", lower(12)],
  },
  { issuer: "webex", mark: "_PF84_", before: run(alphabets.alnum, 64), after: uuid },
  { issuer: "google", mark: "/0A", before: run(alphabets.digits, 1), after: [url(50, 300)] },
  // One in five hides: where hexadecimal digits follow, the scan has left the word before it meets the mark.
  { issuer: "clickhouse", mark: "b1d", before: run(alphabets.digits, 1), after: [alnum(38)] },
  ...azure("APIM ACDb +ABa +AMC +ASt", 76, base64(6), "=="),
  ...azure("AIoT +ASb +AEh +ARm AzCa", 33, base64(6), "="),
  ...azure("+ACR AzSe", 42, alnum(6)),
  { issuer: "azure", mark: "AzFu", before: run(alphabets.url, 44), after: [url(6), "=="] },
  { issuer: "azure", mark: "AZDO", before: run(alphabets.alnum, 76), after: [alnum(4)] },
  { issuer: "azure", mark: "JQQJ99", before: run(alphabets.alnum, 52), after: [alnum(26, 30)] },
];
