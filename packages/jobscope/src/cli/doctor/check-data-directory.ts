import { existsSync, mkdtempSync, rmdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

import { lockDataDirectory, StoreError } from "@jobscope/store";

import { failed, ok } from "./check.ts";
import type { Check } from "./check.ts";

const NAME = "data_directory";

export interface DataDirectoryCheck {
  readonly check: Check;
  /** Whether a monitor has it now: then busy ports and a growing database are as they should be. */
  readonly inUse: boolean;
}

/** Whether this user may write there and nobody else has it. A directory that is missing is not made. */
export function checkDataDirectory(dataDir: string): DataDirectoryCheck {
  if (!existsSync(dataDir)) return { check: checkFuture(dataDir), inUse: false };
  if (!statSync(dataDir).isDirectory()) {
    return { check: failed(NAME, `${dataDir} is not a directory.`, "Name another one with --data."), inUse: false };
  }
  try {
    lockDataDirectory(dataDir).release();
    return { check: ok(NAME, `${dataDir} is writable and free.`), inUse: false };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    // The message names the holder, then what to do about it: nothing, here.
    if (error.code === "locked") {
      return { check: ok(NAME, `A monitor is running: ${error.message.split("; ", 1)[0]}.`), inUse: true };
    }
    return {
      check: failed(NAME, `${error.message}.`, "Correct its permissions, or name another with --data."),
      inUse: false,
    };
  }
}

/** The directory that would hold it must be there, or can be made. */
function checkFuture(dataDir: string): Check {
  const parent = nearestExisting(dataDir);
  if (!statSync(parent).isDirectory()) {
    return failed(NAME, `${dataDir} cannot be made: ${parent} is a file.`, "Name another one with --data.");
  }
  try {
    // Trying is the only proof: a user who may write anywhere still makes nothing in /proc or on a read-only mount.
    rmdirSync(mkdtempSync(join(parent, ".jobscope-doctor-")));
    return ok(NAME, `${dataDir} is not there yet and will be made at the first start.`);
  } catch (error) {
    const why = whyNot(error, parent);
    const fix = `Make it as a user who may, and give it to this one; or name another with --data.`;
    return failed(NAME, `${dataDir} cannot be made: ${why}.`, fix);
  }
}

function whyNot(error: unknown, parent: string): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  switch (code) {
    case "EACCES":
    case "EPERM":
      return `this user may not write to ${parent}`;
    case "EROFS":
      return `${parent} lies on a read-only file system`;
    default:
      return `nothing can be made in ${parent} (${code})`;
  }
}

export function nearestExisting(path: string): string {
  let folder = path;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
