import { lockDataDirectory } from "@jobscope/store";

import type { Part } from "../lifecycle/part.ts";

/** The data directory, which belongs to one monitor at a time. */
export function dataDirectoryPart(dataDir: string): Part {
  let release: (() => void) | undefined;
  return {
    name: "data directory",
    component: "data",
    vital: true,
    start() {
      const lock = lockDataDirectory(dataDir);
      release = () => lock.release();
    },
    stop: () => release?.(),
  };
}
