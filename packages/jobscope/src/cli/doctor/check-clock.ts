import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { isoTime } from "@jobscope/query-api";
import { openSqliteReader } from "@jobscope/store";

import { storeFileOf } from "../../journey/store-file.ts";
import { ok, warning } from "./check.ts";
import type { Check } from "./check.ts";

const NAME = "clock";
/** How long the two clocks are watched, and by how much they may part in that time. */
const WATCH_MS = 300;
const MAX_DRIFT_MS = 100;
/** A record from further ahead than this was received before the clock was set back. */
const MAX_AHEAD_MS = 60_000;
/** Senders further off than this are flagged everywhere. */
const MAX_SENDER_SKEW_MS = 600_000;

/** Clocks, as far as one machine can judge them: against its own monotonic one, its own records, and those who send. */
export interface ClockFacts {
  readonly nowMs: number;
  /** Wall clock minus monotonic clock over the time they were watched. */
  readonly driftMs: number;
  /** When the newest record was received. */
  readonly newestMs: number | undefined;
  readonly senders: readonly { readonly instanceId: string; readonly skewMs: number }[];
}

export function judgeClock({ nowMs, driftMs, newestMs, senders }: ClockFacts): Check {
  const sync = "Switch time synchronisation on (timedatectl set-ntp true), then look again.";
  if (Math.abs(driftMs) > MAX_DRIFT_MS) {
    return warning(NAME, `The clock jumped by ${Math.round(driftMs)} ms while it was watched.`, sync);
  }
  if (newestMs !== undefined && newestMs > nowMs + MAX_AHEAD_MS) {
    const newest = isoTime(newestMs);
    return warning(
      NAME,
      `The newest record was received at ${newest}, which is in the future: the clock was set back.`,
      sync,
    );
  }
  const off = senders.filter(({ skewMs }) => Math.abs(skewMs) > MAX_SENDER_SKEW_MS);
  const [first] = off;
  if (first !== undefined) {
    const minutes = Math.round(first.skewMs / 60_000);
    const detail = `${off.length} sender(s) are off, such as ${first.instanceId} by ${minutes} minutes.`;
    return warning(NAME, detail, `On their host: ${sync}`);
  }
  return ok(NAME, `${isoTime(nowMs)}, steady, not behind what is stored.`);
}

export async function checkClock(dataDir: string): Promise<Check> {
  const start = { wall: Date.now(), monotonic: performance.now() };
  await sleep(WATCH_MS);
  const driftMs = Date.now() - start.wall - (performance.now() - start.monotonic);
  return judgeClock({ nowMs: Date.now(), driftMs, ...readStored(dataDir) });
}

/** A database that cannot be read is another check's finding. */
function readStored(dataDir: string): Pick<ClockFacts, "newestMs" | "senders"> {
  const file = storeFileOf(dataDir);
  if (!existsSync(file)) return { newestMs: undefined, senders: [] };
  try {
    const reader = openSqliteReader({ path: file });
    try {
      const { instances } = reader.health();
      const live = instances.filter(({ state }) => state === "live");
      return {
        newestMs: instances.reduce<number | undefined>((max, i) => Math.max(max ?? 0, i.lastReceivedMs), undefined),
        senders: live.map(({ instanceId, clockSkewMs }) => ({ instanceId, skewMs: clockSkewMs })),
      };
    } finally {
      reader.close();
    }
  } catch {
    return { newestMs: undefined, senders: [] };
  }
}
