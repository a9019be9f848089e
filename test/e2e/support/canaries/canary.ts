import { randomOf, seedOf } from "../../../../packages/sanitizer/test/corpus/random.ts";
import type { Drawn, SecretClass, SecretClassName } from "./secret-classes.ts";
import { CLASS_NAMES, SECRET_CLASSES } from "./secret-classes.ts";

/** Who plants: a scheduler library, the process around the jobs, a sender without sanitizer. */
export const SOURCES = [
  "node-cron",
  "cron",
  "croner",
  "node-schedule",
  "process",
  "foreign json",
  "foreign protobuf",
] as const;
export type CanarySource = (typeof SOURCES)[number];

/** A secret that is in one place only, so that a leak names its way. The same in every process that asks for it. */
export interface Canary {
  /** `croner/email/progress` */
  readonly where: string;
  readonly phrase: string;
  /** A line with the phrase in it, whose other words must survive. */
  readonly text: string;
  /** Key and value, for an object. */
  readonly entry: readonly [string, string];
  readonly secrets: readonly string[];
  readonly run: number;
}

export const TEXT_END = "(all else went well)";

/** How every text of this class begins: what is left of it once the secret is gone. */
export const textStart = (className: SecretClassName): string => `Nightly ${SECRET_CLASSES[className].label}:`;

export function canaryOf(source: CanarySource, className: SecretClassName, place: string): Canary {
  const where = `${source}/${className}/${place}`;
  const { draw }: SecretClass = SECRET_CLASSES[className];
  const { phrase, secrets, run = 8, entry = ["note", phrase] }: Drawn = draw(randomOf(seedOf(where)));
  return { where, phrase, text: `${textStart(className)} ${phrase} ${TEXT_END}`, entry, secrets, run };
}

/** Every class at these places. */
export const canariesAt = (source: CanarySource, places: readonly string[]): readonly Canary[] =>
  places.flatMap((place) => CLASS_NAMES.map((className) => canaryOf(source, className, place)));
