import { resolve } from "node:path";

import { DEFAULT_DATA_DIRECTORY } from "../../config/resolve-config.ts";

/** Characters that no shell takes for more than themselves. */
const PLAIN = /^[\w@%+=:,./-]+$/;

export interface FollowUp {
  /** Of the command that tells of it. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly dataDir: string;
}

/** A command line to go on with, which means the same data: it is read in another folder, or on another day. */
export function followUp(words: readonly string[], { options, dataDir }: FollowUp): string {
  const { config } = options;
  const place = [
    ...(typeof config === "string" ? ["--config", resolve(config)] : []),
    ...(dataDir === resolve(DEFAULT_DATA_DIRECTORY) ? [] : ["--data", dataDir]),
  ];
  return ["jobscope", ...words, ...place].map(quoted).join(" ");
}

function quoted(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
