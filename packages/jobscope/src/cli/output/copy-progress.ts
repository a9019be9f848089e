import type { BackupProgress } from "@jobscope/store";

import { terminalProgress } from "./progress.ts";
import type { Progress } from "./progress.ts";

export interface CopyProgress extends Disposable {
  readonly report: (progress: BackupProgress) => void;
  readonly end: () => void;
}

/** One bar for the copy in bytes, then one for the check in tables. `label`: `backup` */
export function copyProgress(label: string): CopyProgress {
  let bar: Progress | undefined;
  let current: BackupProgress["phase"] | undefined;
  const end = (): void => bar?.end();
  return {
    report: ({ phase, done, total }) => {
      if (phase !== current) {
        end();
        const unit = phase === "copy" ? "bytes" : "tables";
        bar = terminalProgress({ label: phase === "copy" ? label : `${label}, checking`, unit, total });
        current = phase;
      }
      bar?.report(done);
    },
    end,
    [Symbol.dispose]: end,
  };
}
