import { readFileSync, readlinkSync } from "node:fs";

/** How this process can be looked up by another one on its host; fields are `""` where the platform has none. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot, from `/proc/<pid>/stat`: guards against a reused process id. */
  readonly kernelStartTime: string;
  readonly bootId: string;
  readonly pidNamespace: string;
}

export function ownIdentity(): ProcessIdentity {
  return {
    pid: process.pid,
    kernelStartTime: kernelStartTime(process.pid) ?? "",
    bootId: read("/proc/sys/kernel/random/boot_id"),
    pidNamespace: link("/proc/self/ns/pid"),
  };
}

/** Field 22 of `/proc/<pid>/stat`; undefined where there is no such process. */
export function kernelStartTime(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // The command may hold spaces and parentheses: the fields count from behind its last one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return stat === "" ? undefined : fields[19];
}

/** False only where it is certain that the process is gone, or its id is another process's now. */
export function mayBeAlive(identity: ProcessIdentity): boolean {
  if (identity.kernelStartTime !== "") return kernelStartTime(identity.pid) === identity.kernelStartTime;
  try {
    process.kill(identity.pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
