import { describe, expect, test } from "vitest";

import { OutcomeWorld, ruleOf } from "../../../test/outcome/outcome-world.ts";
import { errorPattern, fingerprintOfError } from "../../series/outcome/error-fingerprint.ts";

const MINUTE = 60_000;

const rule = ruleOf({ kind: "shared_error", jobs: 3, windowMs: 15 * MINUTE });

describe("many jobs fail alike", () => {
  const fail = (
    world: OutcomeWorld,
    source: ReturnType<OutcomeWorld["start"]>["source"],
    job: string,
    text: string,
  ): void =>
    world.send([
      source.runEnd(job, `${job}-${world.clock.nowMs()}`, {
        durationMs: 5,
        result: "failure",
        errorType: "ECONNREFUSED",
        errorMessage: text,
      }),
    ]);

  test("three jobs of one environment, whatever is particular to each; over as one of them runs well", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const one = world.start("a", { service: "billing" }).source;
    const two = world.start("b", { service: "mail" }).source;
    fail(world, one, "invoices", "connect ECONNREFUSED 10.0.0.7:5432 (attempt 3)");
    fail(world, one, "reports", "connect ECONNREFUSED 10.0.0.9:5432 (attempt 1)");
    fail(world, one, "other", "no such table");
    expect(world.watch.turns).toEqual([]);
    world.pass(MINUTE);
    fail(world, two, "digest", "connect ECONNREFUSED 10.0.0.7:5432 (attempt 12)");
    expect(world.watch.turns).toHaveLength(1);
    const sample = world.watch.turns[0]?.sample;
    expect(sample).toMatchObject({
      value: 3,
      labels: { error_type: "ECONNREFUSED", deployment_environment_name: "test" },
      traits: { error_type: "ECONNREFUSED" },
      evidence: { errorType: "ECONNREFUSED" },
    });
    expect(sample?.labels["error_fingerprint"]).toMatch(/^[0-9a-f]{16}$/);
    expect(sample?.evidence?.finding).toMatch(
      /Jobs: digest of mail, (invoices|reports) of billing, (invoices|reports) of billing\.$/,
    );
    expect(sample?.evidence?.finding).toContain("connect ECONNREFUSED #:# (attempt #)");
    world.send([one.runEnd("invoices", "good", { durationMs: 5 })]);
    expect(world.watch.turns.map(({ to }) => to)).toEqual(["firing", "resolved"]);
    expect(world.watch.turns[1]?.cleared?.reason).toBe("2 jobs still fail with it, fewer than 3");
  });

  test("failures long apart, and lost runs, have nothing in common", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const process = world.start("a");
    for (const job of ["one", "two", "three"]) {
      fail(world, process.source, job, "timeout");
      world.pass(8 * MINUTE);
    }
    expect(world.watch.turns).toEqual([]);
    world.send(["four", "five", "six"].map((job) => process.source.runStart(job, job)));
    world.processes.delete(process);
    world.pass(20 * MINUTE);
    expect(world.watch.turns).toEqual([]);
  });

  test("what differs between two occurrences of an error", () => {
    expect(errorPattern('user "bob" not found in 0x7f3a, id 550e8400-e29b-41d4-a716-446655440000 after 12.5 s')).toBe(
      errorPattern('user "alice" not found in 0x1b22, id 123e4567-e89b-12d3-a456-426614174000 after 3 s'),
    );
    expect(errorPattern("cannot read `a`")).toBe(errorPattern("cannot read `b`"));
    expect(errorPattern("it's down, isn't it")).toBe("it's down, isn't it");
    expect(errorPattern("decade facade")).toBe("decade facade");
    expect(errorPattern("x".repeat(10_000)).length).toBeLessThanOrEqual(300);
    expect(fingerprintOfError("", "")).toBeUndefined();
    expect(fingerprintOfError("E", "a 1")?.hash).toBe(fingerprintOfError("E", "a 2")?.hash);
    expect(fingerprintOfError("E", "a")?.hash).not.toBe(fingerprintOfError("F", "a")?.hash);
  });
});
