import type { Random } from "../corpus/random.ts";
import type { Carrier } from "./carriers.ts";
import { CARRIERS } from "./carriers.ts";
import type { Encoding } from "./encodings.ts";
import { ENCODINGS } from "./encodings.ts";
import type { Planted, PlantedClass } from "./secrets.ts";
import { KEYED_CLASSES, PLANTED_CLASSES } from "./secrets.ts";
import { TEMPLATES } from "./templates.ts";

export interface Plant {
  readonly of: PlantedClass;
  readonly encoding: Encoding;
  readonly carrier: Carrier;
  readonly line: string;
  readonly planted: readonly Planted[];
}

/** Why a disguise cannot be asked of a class; nothing else is left out. */
const OUT_OF_REACH: readonly {
  readonly encoding: string;
  readonly of: readonly PlantedClass[] | "not keyed";
  readonly why: string;
}[] = [
  { encoding: "homoglyph key", of: "not keyed", why: "no key word stands before these, so none can be disguised" },
];

function isOutOfReach(encoding: string, of: PlantedClass): boolean {
  return OUT_OF_REACH.some(
    (entry) =>
      entry.encoding === encoding && (entry.of === "not keyed" ? !KEYED_CLASSES.has(of) : entry.of.includes(of)),
  );
}

const names = Object.keys(PLANTED_CLASSES) as PlantedClass[];

/**
 * Every class in every encoding in every carrier, so many times over, each in a template and with neighbours as drawn. Headers
 * hold no letters that Latin ones could be disguised as.
 */
export function* plants(random: Random, rounds: number): Generator<Plant> {
  for (let round = 0; round < rounds; round++) {
    for (const of of names) {
      for (const encoding of ENCODINGS) {
        if (isOutOfReach(encoding.name, of)) continue;
        for (const carrier of CARRIERS) {
          if (carrier.name === "headers" && encoding.name === "homoglyph key") continue;
          yield plant({ of, encoding, carrier }, random);
        }
      }
    }
  }
}

function plant(what: Pick<Plant, "of" | "encoding" | "carrier">, random: Random): Plant {
  const planted: Planted[] = [];
  const line = random.pick(TEMPLATES).replaceAll("□", () => {
    const isFirst = planted.length === 0;
    const next = PLANTED_CLASSES[isFirst ? what.of : random.pick(names)](random);
    planted.push(next);
    return isFirst ? what.encoding.encode(next.phrase) : next.phrase;
  });
  return { ...what, line, planted };
}
