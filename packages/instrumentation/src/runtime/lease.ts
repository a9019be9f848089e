import { lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

import { guarded } from "../record/guard.ts";
import { wallMs } from "../record/real-clock.ts";
import type { ProcessIdentity } from "./process-identity.ts";
import { mayBeAlive } from "./process-identity.ts";

/** What a lease file says: which process an instance of a service is. */
export interface LeaseEntry extends ProcessIdentity {
  /** Environment, namespace and name of the service. */
  readonly service: string;
  readonly instanceId: string;
}

export interface Lease {
  /** Instances of the same service whose process is gone from this host. */
  readonly foundDead: readonly string[];
  /** Removes the file: the process ends in order. */
  release(): void;
}

const NONE: Lease = { foundDead: [], release: () => {} };
const MAX_FILES = 10_000;
/** A file of an earlier boot names no process any more; it goes once it is this old. */
const MAX_AGE_MS = 30 * 24 * 3600 * 1000;

export function leaseDirectory(): string {
  const { uid, username } = userInfo();
  return join(tmpdir(), `jobscope-${uid >= 0 ? uid : encodeURIComponent(username)}`);
}

/**
 * Leaves a file that says which process this instance is, and finds those of earlier instances of the service that
 * never ended in order. Files of another boot or PID namespace are left alone: their process ids mean nothing here,
 * and a container beside this one may share the directory.
 */
export function takeLease(entry: LeaseEntry, directory: string = leaseDirectory()): Lease {
  return guarded("the lease file", () => open(entry, directory)) ?? NONE;
}

function open(entry: LeaseEntry, directory: string): Lease {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (!isPrivate(directory)) return NONE;
  const foundDead = buryDead(entry, directory);
  const path = join(directory, `${entry.pid}-${encodeURIComponent(entry.instanceId).slice(0, 80)}.json`);
  // Never seen half written: a sibling may be reading at this moment.
  const draft = `${path}.tmp`;
  writeFileSync(draft, JSON.stringify(entry), { mode: 0o600 });
  renameSync(draft, path);
  return { foundDead, release: () => rmSync(path, { force: true }) };
}

/** In a shared temporary directory somebody else may have made the folder first. */
function isPrivate(directory: string): boolean {
  const stat = lstatSync(directory);
  return stat.isDirectory() && (process.getuid === undefined || stat.uid === process.getuid());
}

function buryDead(own: LeaseEntry, directory: string): readonly string[] {
  const dead: string[] = [];
  for (const name of readdirSync(directory).slice(0, MAX_FILES)) {
    if (!name.endsWith(".json")) continue;
    const path = join(directory, name);
    const entry = parse(path);
    if (entry !== undefined && entry.bootId !== own.bootId) removeIfOld(path);
    if (entry === undefined || entry.bootId !== own.bootId || entry.pidNamespace !== own.pidNamespace) continue;
    if (entry.service !== own.service || mayBeAlive(entry)) continue;
    rmSync(path, { force: true });
    if (entry.instanceId !== own.instanceId) dead.push(entry.instanceId);
  }
  return dead;
}

function removeIfOld(path: string): void {
  guarded("removing an old lease file", () => {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat !== undefined && wallMs() - stat.mtimeMs > MAX_AGE_MS) rmSync(path, { force: true });
  });
}

function parse(path: string): LeaseEntry | undefined {
  return guarded("reading a lease file", () => {
    const text = readIfThere(path);
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    return isEntry(value) ? value : undefined;
  });
}

/** A sibling that ends takes its file away, between the listing and this. */
function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function isEntry(value: unknown): value is LeaseEntry {
  if (typeof value !== "object" || value === null) return false;
  const texts = ["service", "instanceId", "kernelStartTime", "bootId", "pidNamespace"];
  return (
    Number.isSafeInteger(Reflect.get(value, "pid")) && texts.every((key) => typeof Reflect.get(value, key) === "string")
  );
}
