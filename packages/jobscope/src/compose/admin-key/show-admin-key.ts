import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where a new key goes when nobody sits at a terminal; readable by this user alone. */
export const ADMIN_KEY_FILE = "admin-key";

export interface KeyTerminal {
  readonly isTTY: boolean;
  write(text: string): void;
}

/**
 * Hands a new admin key to the admin, once: on the terminal, or, where there is none, in `<data>/admin-key` (0600),
 * since output without a terminal ends in a log. Returns where it went. Throws when the file cannot be written.
 */
export function showAdminKey(key: string, dataDir: string, terminal: KeyTerminal): "terminal" | "file" {
  if (terminal.isTTY) {
    terminal.write(`Admin key of the API, shown this once (only its hash is stored):\n\n  ${key}\n\n`);
    return "terminal";
  }
  const path = join(dataDir, ADMIN_KEY_FILE);
  // A file that is there keeps its mode when it is written again, so it goes first.
  rmSync(path, { force: true });
  writeFileSync(path, `${key}\n`, { mode: 0o600, flag: "wx", flush: true });
  terminal.write(`The admin key of the API is in ${path}; move it to where you keep secrets.\n`);
  return "file";
}
