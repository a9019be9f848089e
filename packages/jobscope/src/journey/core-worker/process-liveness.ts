import { readFileSync, readlinkSync } from "node:fs";

import type { ProcessIdentity } from "@jobscope/tracker";

/** Where this host tells about itself; another root serves tests. */
export interface ProcessTable {
  /** Content of a file below `/proc`, or undefined where it cannot be read. */
  read(path: string): string | undefined;
  link(path: string): string | undefined;
  /** What signal 0 says: `"denied"` means that it exists and belongs to somebody else. */
  probe(pid: number): "exists" | "denied" | "absent" | "unknown";
}

/** Fields of `/proc/<pid>/stat` behind the command name, counted from the state: 3rd and 22nd of the whole line. */
const STATE_FIELD = 0;
const START_TIME_FIELD = 19;

/**
 * Tells whether a process is alive, where this monitor shares its host, boot and PID namespace; `undefined` where it
 * cannot tell. The kernel start time guards against a process id that was given out again.
 */
export function createProcessProbe(table: ProcessTable = HOST): (process: ProcessIdentity) => boolean | undefined {
  const bootId = table.read("/proc/sys/kernel/random/boot_id")?.trim();
  const pidNamespace = table.link("/proc/self/ns/pid");
  return (process) => {
    const comparable =
      bootId !== undefined &&
      bootId === process.bootId &&
      pidNamespace !== undefined &&
      pidNamespace === process.pidNamespace;
    return comparable && Number.isSafeInteger(process.pid) && process.pid > 0 ? lookUp(process, table) : undefined;
  };
}

function lookUp(process: ProcessIdentity, table: ProcessTable): boolean | undefined {
  const stat = table.read(`/proc/${process.pid}/stat`);
  if (stat === undefined) {
    // A /proc mounted with hidepid hides processes of others: only signal 0 can tell that one is gone.
    return table.probe(process.pid) === "absent" ? false : undefined;
  }
  // The command name stands in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const state = fields[STATE_FIELD];
  const startTime = fields[START_TIME_FIELD];
  if (state === undefined || startTime === undefined) return undefined;
  // A zombie has ended; only its parent has not noticed.
  return startTime === process.kernelStartTime && state !== "Z" && state !== "X";
}

const HOST: ProcessTable = {
  read: (path) => orUndefined(() => readFileSync(path, "utf8")),
  link: (path) => orUndefined(() => readlinkSync(path)),
  probe(pid) {
    try {
      process.kill(pid, 0);
      return "exists";
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "ESRCH") return "absent";
      return code === "EPERM" ? "denied" : "unknown";
    }
  },
};

function orUndefined(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
