import type { Anchor, CodeLook, Detector, KeyClass, Look, NumberLook } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { ASKED, DIGIT, ESCAPE, FOREIGN } from "./characters.ts";
import { rarestTrigram, trigramAt } from "./trigram.ts";

/** A literal as the loop meets it: by the last character of its rarest trigram. */
export interface Entry {
  readonly literal: string;
  /** From the literal's start to the last character of the trigram that announces it. */
  readonly offset: number;
  readonly caseSensitive: boolean;
  readonly look: Look;
  /** The literal's own. */
  readonly units: Uint16Array;
  /** From the first character that a report may hold to the one that announces it. */
  readonly reach: number;
}

/** Detectors compiled into tables that one loop reads. */
export interface Program {
  /** By 15-bit trigram: 1 where a literal is announced. Small, for the loop reads it for every character. */
  readonly trigrams: Uint8Array;
  /** By 15-bit trigram: number of the bucket, 0 for none. */
  readonly bucketOf: Uint16Array;
  readonly buckets: readonly (readonly Entry[])[];
  /** By UTF-16 code unit. */
  readonly classes: Uint8Array;
  readonly characters: ReadonlyMap<number, Look>;
  readonly numbers: readonly NumberLook[];
  readonly codes: readonly CodeLook[];
  readonly colon: Look;
  readonly keyClass: (key: string) => KeyClass | undefined;
  /** The detectors that must be {@link Detector.certain}, alone. */
  readonly certain: Program | undefined;
  /** The largest of its entries'. */
  readonly reach: number;
}

const TRIGRAMS = 32_768;
const CODE_UNITS = 65_536;

export function compile(
  detectors: readonly Detector[],
  keyClass: (key: string) => KeyClass | undefined = () => undefined,
): Program {
  const tables = literalTables(detectors);
  const characters = new Map<number, Look>();
  for (const { characters: asked } of detectors) {
    for (const character of asked?.of ?? "") {
      const code = character.charCodeAt(0);
      if (asked !== undefined && !characters.has(code)) characters.set(code, asked.look);
    }
  }
  return {
    trigrams: tables.trigrams,
    bucketOf: tables.bucketOf,
    buckets: tables.buckets,
    classes: classTable(characters),
    characters,
    numbers: detectors.flatMap(({ numbers = [] }) => numbers),
    codes: detectors.flatMap(({ codes = [] }) => codes),
    colon: detectors.find(({ colon }) => colon !== undefined)?.colon ?? (() => GO_ON),
    keyClass,
    certain: certainProgram(detectors, keyClass),
    reach: Math.max(0, ...tables.buckets.flat().map(({ reach }) => reach)),
  };
}

/** Nothing but literals: no other character makes it stop. */
function certainProgram(detectors: readonly Detector[], keyClass: Program["keyClass"]): Program | undefined {
  const anchors = detectors.flatMap((detector) => (detector.certain === true ? (detector.anchors ?? []) : []));
  if (anchors.length === 0) return undefined;
  return { ...compile([{ name: "custom", anchors }], keyClass), classes: new Uint8Array(CODE_UNITS) };
}

type LiteralTables = Pick<Program, "trigrams" | "bucketOf"> & { readonly buckets: Entry[][] };

function literalTables(detectors: readonly Detector[]): LiteralTables {
  const trigrams = new Uint8Array(TRIGRAMS);
  const tables: LiteralTables = { trigrams, bucketOf: new Uint16Array(TRIGRAMS), buckets: [[]] };
  for (const { anchors = [] } of detectors) {
    for (const anchor of anchors) for (const literal of anchor.literals) addEntry(tables, anchor, literal);
  }
  return tables;
}

function addEntry({ trigrams, bucketOf, buckets }: LiteralTables, anchor: Anchor, literal: string): void {
  const { caseSensitive = false, look, reach = 0 } = anchor;
  const start = rarestTrigram(literal);
  const trigram = trigramAt(literal, start);
  if (trigrams[trigram] === 0) {
    trigrams[trigram] = 1;
    bucketOf[trigram] = buckets.length;
    buckets.push([]);
  }
  const offset = start + 2;
  const folded = caseSensitive ? literal : literal.toLowerCase();
  const units = Uint16Array.from({ length: folded.length }, (_, i) => folded.charCodeAt(i));
  buckets[bucketOf[trigram] ?? 0]?.push({ literal: folded, units, offset, caseSensitive, look, reach: reach + offset });
}

function classTable(characters: ReadonlyMap<number, Look>): Uint8Array {
  const classes = new Uint8Array(CODE_UNITS).fill(FOREIGN, 128);
  for (let digit = 48; digit <= 57; digit++) classes[digit] = DIGIT;
  for (const escape of "%&\\\u001b") classes[escape.charCodeAt(0)] = ESCAPE;
  for (const code of characters.keys()) classes[code] = ASKED | (classes[code] ?? 0);
  return classes;
}
