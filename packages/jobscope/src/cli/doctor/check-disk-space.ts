import { existsSync, statfsSync, statSync } from "node:fs";

import { storeFileOf } from "../../journey/store-file.ts";
import { nearestExisting } from "./check-data-directory.ts";
import { failed, ok, warning } from "./check.ts";
import type { Check } from "./check.ts";

const NAME = "disk_space";
/** Below this, a write-ahead log and a checkpoint may not fit. */
const LEAST_BYTES = 200e6;

/** Whether the data can grow to the size that the configuration allows. */
export function checkDiskSpace(dataDir: string, maxBytes: number): Check {
  const { bavail, bsize } = statfsSync(nearestExisting(dataDir));
  const free = bavail * bsize;
  const file = storeFileOf(dataDir);
  const toCome = Math.max(0, maxBytes - (existsSync(file) ? statSync(file).size : 0));
  if (free < LEAST_BYTES) {
    return failed(
      NAME,
      `Only ${gigabytes(free)} are free at ${dataDir}.`,
      "Free space there, or name another with --data.",
    );
  }
  if (free < toCome) {
    const detail = `${gigabytes(free)} are free, the data may grow by ${gigabytes(toCome)}.`;
    return warning(
      NAME,
      detail,
      `Free space, or lower the limit: --retention-max-size ${Math.floor(free / 1e9 / 2) || 0.2}GB.`,
    );
  }
  return ok(NAME, `${gigabytes(free)} are free, the data may grow by ${gigabytes(toCome)}.`);
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
