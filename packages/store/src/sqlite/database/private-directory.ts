import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import type { Stats } from "node:fs";
import { dirname, resolve } from "node:path";

import { StoreError } from "../../model/store-error.ts";
import { fileError } from "./private-file.ts";

const PRIVATE = 0o700;

/**
 * Makes `directory` and what is missing above it, for this user alone. One level after the other: Node's recursive way
 * tries for ever where a file system says "no such file" of what it will not make (/proc).
 */
export function makePrivateDirectory(directory: string): void {
  const { existing, missing } = divide(resolve(directory));
  if (!statOf(existing).isDirectory()) throw isFile(existing);
  for (const path of missing) makeOne(path);
  keepOthersOut(directory);
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw fileError(directory, error);
  }
}

/** The nearest directory or file that is there, and below it what is not, outermost first. */
function divide(directory: string): { readonly existing: string; readonly missing: readonly string[] } {
  const missing: string[] = [];
  let existing = directory;
  while (!existsSync(existing) && dirname(existing) !== existing) {
    missing.unshift(existing);
    existing = dirname(existing);
  }
  return { existing, missing };
}

function makeOne(path: string): void {
  try {
    mkdirSync(path, { mode: PRIVATE });
  } catch (error) {
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
    // Another process may have made it just now.
    if (!isThere || !statOf(path).isDirectory()) throw fileError(path, error);
  }
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw fileError(path, error);
  }
}

function keepOthersOut(directory: string): void {
  if ((statOf(directory).mode & 0o077) === 0) return;
  try {
    chmodSync(directory, PRIVATE);
  } catch {
    // A mounted volume may belong to somebody else; every file in it is private by its own mode (0600).
  }
}

function isFile(path: string): StoreError {
  const problem = "is a file, and the data needs a directory; name another data directory";
  return new StoreError("cannot_open", { path, problem });
}
