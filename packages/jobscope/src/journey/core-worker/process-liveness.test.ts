import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readlinkSync } from "node:fs";

import type { ProcessIdentity } from "@jobscope/tracker";
import { describe, expect, it } from "vitest";

import type { ProcessTable } from "./process-liveness.ts";
import { createProcessProbe } from "./process-liveness.ts";

const LINE = "42 (node (worker) 1) S 1 42 42 0 -1 4194560 1 0 0 0 1 1 0 0 20 0 7 0 814233 1 1";

const table = (overrides: Partial<ProcessTable> & { readonly stat?: string | undefined } = {}): ProcessTable => ({
  read: (path) => (path === "/proc/sys/kernel/random/boot_id" ? "boot-1\n" : overrides.stat),
  link: () => "pid:[1]",
  probe: () => "absent",
  ...overrides,
});

const identity: ProcessIdentity = { pid: 42, bootId: "boot-1", pidNamespace: "pid:[1]", kernelStartTime: "814233" };

describe("the process probe", () => {
  it.each([
    ["alive, whatever its command is called", { stat: LINE }, identity, true],
    ["gone", { stat: undefined }, identity, false],
    ["replaced by another of the same id", { stat: LINE }, { ...identity, kernelStartTime: "1" }, false],
    ["a zombie", { stat: LINE.replace(") S", ") Z") }, identity, false],
    ["of another boot", { stat: LINE }, { ...identity, bootId: "boot-2" }, undefined],
    ["of another namespace", { stat: LINE }, { ...identity, pidNamespace: "pid:[2]" }, undefined],
    ["hidden from us, but there", { stat: undefined, probe: () => "denied" as const }, identity, undefined],
    ["unreadable", { stat: "42 (x) S 1" }, identity, undefined],
    ["of an impossible id", { stat: LINE }, { ...identity, pid: -1 }, undefined],
  ])("tells a process that is %s", (_, overrides, process, alive) => {
    expect(createProcessProbe(table(overrides))(process)).toBe(alive);
  });

  it.runIf(process.platform === "linux")("sees a real process live and die", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await once(child, "spawn");
    const stat = readFileSync(`/proc/${child.pid}/stat`, "utf8");
    const real: ProcessIdentity = {
      pid: child.pid ?? 0,
      bootId: readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(),
      pidNamespace: readlinkSync("/proc/self/ns/pid"),
      kernelStartTime: stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "",
    };
    const isAlive = createProcessProbe();
    expect(isAlive(real)).toBe(true);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(isAlive(real)).toBe(false);
  });
});
