import type { Meter } from "@opentelemetry/api";

import type { Instruments } from "./instruments.ts";
import { createInstruments } from "./instruments.ts";
import type { Providers } from "./providers.ts";
import { currentProviders } from "./providers.ts";
import { shared } from "./shared.ts";

/** What a run records with; made anew when other providers are registered. */
export interface Telemetry extends Providers {
  readonly instruments: Instruments | undefined;
}

let providers: Providers | undefined;
let telemetry: Telemetry | undefined;
const instrumentsOf: WeakMap<Meter, Instruments> = shared("instruments", () => new WeakMap());

export function currentTelemetry(): Telemetry {
  const now = currentProviders();
  if (now !== providers || telemetry === undefined) {
    providers = now;
    telemetry = { ...now, instruments: now.meter && instrumentsFor(now.meter) };
  }
  return telemetry;
}

/** One set per meter: a second set would observe every job twice. */
function instrumentsFor(meter: Meter): Instruments {
  const present = instrumentsOf.get(meter);
  if (present !== undefined) return present;
  const made = createInstruments(meter);
  instrumentsOf.set(meter, made);
  return made;
}
