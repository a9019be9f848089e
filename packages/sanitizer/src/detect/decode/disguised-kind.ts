import type { Kind } from "../../model/kind.ts";
import { peelLayer } from "./peel-layer.ts";
import { Units } from "./units.ts";

const units = new Units();

/** A value without the given number of layers of disguise. */
export function undisguise(value: string, layers: number): string {
  units.load(value, 0, value.length);
  for (let layer = 0; layer < layers && peelLayer(units); layer++);
  return units.text();
}

const known = new WeakMap<Kind, Map<number, Kind>>();

/** The kind of a disguised value: what is made of the value is made of the plain one, so that both get one pseudonym. */
export function disguisedKind(kind: Kind, layers: number): Kind {
  const byLayers = known.get(kind) ?? new Map<number, Kind>();
  known.set(kind, byLayers);
  const found = byLayers.get(layers);
  if (found !== undefined) return found;
  const made = disguise(kind, layers);
  byLayers.set(layers, made);
  return made;
}

function disguise(kind: Kind, layers: number): Kind {
  const { canonical, anonymise, partial } = kind;
  const plainly = (make: (value: string) => string) => (value: string) => make(undisguise(value, layers));
  return Object.freeze({
    ...kind,
    canonical: plainly(canonical),
    anonymise: anonymise === undefined ? undefined : plainly(anonymise),
    partial: partial === undefined ? undefined : plainly(partial),
  });
}
