import { describe, expect, test } from "vitest";

import { EscalatorWorld, GROUP, policy } from "../../test/support/escalator-world.ts";
import { HOUR, MINUTE, SECOND, START_MS } from "../../test/support/outbox-world.ts";
import { route } from "../../test/support/router-harness.ts";

const DAY = 24 * HOUR;
const URL_BASE = "https://jobs.example";
const group = { key: GROUP, alerts: ["x"] };

const tokenOf = (url: string | undefined): string => new URL(url ?? "").searchParams.get("token") ?? "";

describe("levels", () => {
  test("are told one after the other, round by round, until nobody is left; then the owner is told", () => {
    const world = new EscalatorWorld();
    world.tell({ firing: ["x"] });
    world.run(DAY);
    expect(world.told()).toEqual([
      "5 first escalation 1/1",
      "15 second escalation 1/2",
      "20 first escalation 2/1",
      "30 second escalation 2/2",
      "40 owner exhausted 2/2",
    ]);
    expect([...world.escalator.exhausted()]).toMatchObject([{ state: "exhausted", policy: "default" }]);
    expect(world.escalator.nextDeadlineMs()).toBeUndefined();
    expect(world.events.map(({ kind }) => kind)).toEqual([
      "escalated",
      "escalated",
      "escalated",
      "escalated",
      "escalation_exhausted",
    ]);
  });

  test("each step tells of the alerts of the incident, under an id of its own", () => {
    const world = new EscalatorWorld();
    world.tell({ firing: ["x", "y"], severity: "critical" });
    world.tell({ firing: ["y"], resolved: ["x"], severity: "critical" });
    world.run(HOUR);
    expect(world.steps[0]).toMatchObject({
      groupKey: GROUP,
      receiver: "first",
      reason: "escalation",
      firing: ["y"],
      resolved: [],
      message: { status: "firing", receiver: "first", severity: "critical", alerts: [{ id: "y" }] },
    });
    expect(new Set(world.steps.map(({ id }) => id)).size).toBe(world.steps.length);
  });

  test("the same step has the same id after a crash before it was stored", () => {
    const world = new EscalatorWorld();
    world.tell({ firing: ["x"] });
    const stored = new Map(world.incidents);
    const [first] = world.run(5 * MINUTE);
    world.incidents.clear();
    for (const [id, incident] of stored) world.incidents.set(id, incident);
    world.restart();
    expect(world.run()[0]?.id).toBe(first?.id);
  });

  test("clocks survive a restart, and what came due meanwhile is made up once", () => {
    const world = new EscalatorWorld();
    world.tell({ firing: ["x"] });
    world.run(4 * MINUTE);
    world.restart();
    expect(world.run(59 * SECOND)).toEqual([]);
    expect(world.run(SECOND)).toHaveLength(1);
    world.nowMs += 6 * HOUR;
    world.restart();
    expect(world.run(4 * MINUTE)).toHaveLength(1);
    expect(world.told()).toEqual(["5 first escalation 1/1", "365 second escalation 1/2"]);
    expect(world.steps[1]?.message.alerts).toMatchObject([{ id: "x" }]);
  });

  test("the end of the group is the end of all steps", () => {
    const world = new EscalatorWorld();
    world.tell({ firing: ["x"] });
    world.run(6 * MINUTE);
    world.tell({ resolved: ["x"] });
    expect(world.run(DAY)).toEqual([]);
    expect(world.incidents.values().next().value).toMatchObject({ state: "resolved", alertIds: [] });
  });

  test("nobody is paged after the policy's last hour", () => {
    const world = new EscalatorWorld({ escalations: [policy({ loops: 1_000, stopAfterMs: HOUR })] });
    world.tell({ firing: ["x"] });
    world.run(DAY);
    expect(world.told().at(-2)).toBe("60 second escalation 4/2");
    expect(world.told().at(-1)).toBe("65 owner exhausted 4/2");
  });

  test("a level that is not reached gives way to the next one at once; the last one does not", () => {
    const world = new EscalatorWorld();
    world.tell({ firing: ["x"] });
    for (let minute = 0; minute < 15; minute += 1) {
      world.escalator.stepFailed(GROUP, world.nowMs);
      world.run(MINUTE);
    }
    expect(world.told()).toEqual([
      "0 first escalation 1/1",
      "1 second escalation 1/2",
      "6 first escalation 2/1",
      "6 second escalation 2/2",
    ]);
    world.escalator.stepFailed("unknown", world.nowMs);
  });

  test("a step waits while all of the group is silenced, and is made when that is over", () => {
    const world = new EscalatorWorld();
    world.tell({ firing: ["x"] });
    world.silent = true;
    world.run(HOUR);
    world.restart();
    expect(world.run(HOUR)).toEqual([]);
    world.silent = false;
    expect(world.run(30 * SECOND)).toMatchObject([{ receiver: "first" }]);
  });

  test("a clock that was set back delays a step by its delay at most", () => {
    const world = new EscalatorWorld();
    world.tell({ firing: ["x"] });
    world.run(MINUTE);
    world.nowMs -= DAY;
    expect(world.run(5 * MINUTE)).toHaveLength(1);
    world.nowMs -= DAY;
    world.restart();
    expect(world.run(10 * MINUTE)).toHaveLength(1);
  });

  test("a clock that was set forward makes one step", () => {
    const world = new EscalatorWorld();
    world.tell({ firing: ["x"] });
    world.nowMs += 3 * DAY;
    expect(world.run()).toHaveLength(1);
  });
});

describe("policies", () => {
  const critical = [{ name: "severity", op: "=", value: "critical" }] as const;

  test("come from the route, and may depend on the severity", () => {
    const world = new EscalatorWorld({
      escalations: [
        policy({ matchers: critical, levels: [{ afterMs: MINUTE, receiver: "pager" }] }),
        policy({ levels: [{ afterMs: HOUR, receiver: "mail" }] }),
      ],
    });
    world.tell({ firing: ["x"] });
    world.tell({ firing: ["y"], severity: "critical", group: '{}:{alertname="other"}' });
    world.run(HOUR);
    expect(world.told().slice(0, 2)).toEqual(["1 pager escalation 1/1", "2 pager escalation 2/1"]);
    expect(world.told()).toContain("60 mail escalation 1/1");
  });

  test("what matches none does not escalate, and becomes an incident once it does", () => {
    const world = new EscalatorWorld({ escalations: [policy({ matchers: critical })] });
    world.tell({ firing: ["x"] });
    expect(world.escalator.incidentOf(GROUP)).toBeUndefined();
    world.tell({ firing: ["x", "y"], severity: "critical" });
    expect(world.incident).toMatchObject({ state: "triggered", level: 0, loop: 1 });
  });

  test("routes without one do not escalate, nor do their names rub off on children", () => {
    const child = route({ id: '{}/{team="b"}', receiver: "b" });
    const world = new EscalatorWorld({ route: route({ escalation: "default", routes: [child] }) });
    world.tell({ firing: ["x"], group: '{}/{team="b"}:{alertname="failed"}' });
    expect(world.run(DAY)).toEqual([]);
  });

  test("one that was taken out of the configuration pages nobody", () => {
    const world = new EscalatorWorld();
    world.tell({ firing: ["x"] });
    world.restart({ escalations: [] });
    expect(world.run(DAY)).toEqual([]);
    expect(world.incident).toMatchObject({ state: "triggered" });
  });
});

describe("somebody knows", () => {
  test("stops the clock and repeats; an acknowledgement that was forgotten starts the next round at once", () => {
    const world = new EscalatorWorld();
    world.tell({ firing: ["x"] });
    world.run(6 * MINUTE);
    const acknowledged = world.escalator.acknowledge(group, "ada", world.nowMs);
    expect(acknowledged).toMatchObject({ state: "acknowledged", acknowledgedBy: "ada", acknowledgedMs: world.nowMs });
    expect(world.escalator.heldBy(GROUP)).toBe("acknowledged");
    world.restart();
    expect(world.escalator.heldBy(GROUP)).toBe("acknowledged");
    expect(world.run(30 * MINUTE - 1)).toEqual([]);
    world.run(1);
    expect(world.told().at(-1)).toBe("36 first escalation 2/1");
    expect(world.escalator.heldBy(GROUP)).toBeUndefined();
  });

  test("whoever acknowledges again has the whole time again", () => {
    const world = new EscalatorWorld();
    world.tell({ firing: ["x"] });
    for (let round = 0; round < 10; round += 1) {
      world.escalator.acknowledge(group, "ada", world.nowMs);
      expect(world.run(29 * MINUTE)).toEqual([]);
    }
  });

  test("0 minutes: an acknowledgement lasts to the end", () => {
    const world = new EscalatorWorld({ escalations: [policy({ ackTimeoutMs: 0 })] });
    world.tell({ firing: ["x"] });
    world.escalator.acknowledge(group, "ada", world.nowMs);
    expect(world.run(30 * DAY)).toEqual([]);
  });

  test("a group that does not escalate becomes an acknowledged incident until it is over", () => {
    const world = new EscalatorWorld({ escalations: [] });
    world.tell({ firing: ["x"] });
    world.escalator.acknowledge(group, "ada", world.nowMs);
    world.restart();
    expect(world.escalator.heldBy(GROUP)).toBe("acknowledged");
    expect(world.run(DAY)).toEqual([]);
    world.tell({ resolved: ["x"] });
    expect(world.escalator.heldBy(GROUP)).toBeUndefined();
  });

  test("a snooze is over when it says so: the first level is told at once", () => {
    const world = new EscalatorWorld();
    world.tell({ firing: ["x"] });
    world.run(6 * MINUTE);
    world.escalator.snooze(group, { untilMs: START_MS + 2 * HOUR, by: "ada" }, world.nowMs);
    expect(world.escalator.heldBy(GROUP)).toBe("snoozed");
    world.restart();
    world.run(3 * HOUR);
    expect(world.told().slice(0, 3)).toEqual([
      "5 first escalation 1/1",
      "120 first escalation 1/1",
      "130 second escalation 1/2",
    ]);
    expect(new Set(world.steps.map(({ id }) => id)).size).toBe(world.steps.length);
  });

  test("a snooze of a group that does not escalate ends without a word, and its repeats come again", () => {
    const world = new EscalatorWorld({ escalations: [] });
    world.tell({ firing: ["x"] });
    world.escalator.snooze(group, { untilMs: START_MS + HOUR, by: "ada" }, world.nowMs);
    expect(world.run(DAY)).toEqual([]);
    expect(world.escalator.heldBy(GROUP)).toBeUndefined();
  });

  test("exhausted incidents can be acknowledged still", () => {
    const world = new EscalatorWorld();
    world.tell({ firing: ["x"] });
    world.run(HOUR);
    world.escalator.acknowledge(group, "ada", world.nowMs);
    expect([...world.escalator.exhausted()]).toEqual([]);
  });
});

describe("an end and a new beginning", () => {
  test("within ten minutes it is the same incident, from the first level on, under new ids", () => {
    const world = new EscalatorWorld();
    world.tell({ firing: ["x"] });
    world.run(16 * MINUTE);
    world.escalator.acknowledge(group, "ada", world.nowMs);
    const { id } = world.incident;
    world.tell({ resolved: ["x"] });
    world.run(9 * MINUTE);
    world.restart();
    world.tell({ firing: ["x2"] });
    expect(world.incident).toMatchObject({ id, state: "triggered", level: 0, loop: 1, alertIds: ["x2"] });
    expect(world.incident).not.toHaveProperty("acknowledgedBy");
    expect(world.escalator.heldBy(GROUP)).toBeUndefined();
    world.run(5 * MINUTE);
    expect(world.told().at(-1)).toBe("30 first escalation 1/1");
    expect(new Set(world.steps.map((step) => step.id)).size).toBe(world.steps.length);
    expect(world.events.at(-2)?.kind).toBe("reopened");
  });

  test("later it is another one", () => {
    const world = new EscalatorWorld();
    world.tell({ firing: ["x"] });
    const { id } = world.incident;
    world.tell({ resolved: ["x"] });
    world.run(10 * MINUTE);
    world.run();
    expect(world.escalator.incidentOf(GROUP)).toBeUndefined();
    world.tell({ firing: ["x2"] });
    expect(world.incident.id).not.toBe(id);
  });

  test("a group that is dropped without a word ends its incident", () => {
    const world = new EscalatorWorld();
    world.tell({ firing: ["x"] });
    world.escalator.groupGone(GROUP, world.nowMs);
    expect(world.run(DAY)).toEqual([]);
  });
});

describe("the link in a message", () => {
  test("acknowledges once; looking at it changes nothing", () => {
    const world = new EscalatorWorld({ publicUrl: `${URL_BASE}/` });
    const { message } = world.tell({ firing: ["x"] });
    expect(message.ackUrl).toMatch(/^https:\/\/jobs\.example\/api\/scheduler-monitoring\/alerts\/ack\?token=[\w.-]+$/);
    const token = tokenOf(message.ackUrl);
    for (let look = 0; look < 3; look += 1) {
      expect(world.escalator.inspectToken(token, world.nowMs)).toMatchObject({ state: "triggered" });
    }
    world.restart();
    expect(world.escalator.acknowledgeByToken(token, "mail", world.nowMs)).toMatchObject({
      state: "acknowledged",
      acknowledgedBy: "mail",
    });
    expect(world.escalator.acknowledgeByToken(token, "eve", world.nowMs)).toEqual({
      refused: "The incident was acknowledged by mail at 2026-11-23 12:00:00 UTC already.",
      already: true,
    });
    expect(world.incident.acknowledgedBy).toBe("mail");
  });

  test("of each step works, too; it is not in messages of what was acknowledged, or where no address is known", () => {
    const world = new EscalatorWorld({ publicUrl: URL_BASE });
    world.tell({ firing: ["x"] });
    const [step] = world.run(5 * MINUTE);
    expect(world.escalator.inspectToken(tokenOf(step?.message.ackUrl), world.nowMs)).toMatchObject({ level: 1 });
    world.escalator.acknowledge(group, "ada", world.nowMs);
    expect(world.tell({ firing: ["y"] }).message.ackUrl).toBeUndefined();
    expect(new EscalatorWorld().tell({ firing: ["x"] }).message.ackUrl).toBeUndefined();
  });

  test("expires after seven days", () => {
    const world = new EscalatorWorld({ publicUrl: URL_BASE });
    const token = tokenOf(world.tell({ firing: ["x"] }).message.ackUrl);
    expect(world.escalator.inspectToken(token, START_MS + 7 * DAY)).toMatchObject({ state: "triggered" });
    expect(world.escalator.acknowledgeByToken(token, "ada", START_MS + 7 * DAY + SECOND)).toMatchObject({
      refused: expect.stringContaining("expired"),
    });
  });

  test("says kindly that there is nothing to acknowledge any more", () => {
    const world = new EscalatorWorld({ publicUrl: URL_BASE });
    const token = tokenOf(world.tell({ firing: ["x"] }).message.ackUrl);
    world.tell({ resolved: ["x"] });
    expect(world.escalator.acknowledgeByToken(token, "ada", world.nowMs)).toEqual({
      refused: "The incident was resolved at 2026-11-23 12:00:00 UTC: there is nothing to acknowledge.",
    });
    world.run(HOUR);
    expect(world.escalator.acknowledgeByToken(token, "ada", world.nowMs)).toEqual({
      refused: "The incident is over: there is nothing to acknowledge.",
    });
  });

  test("of before a reopening is worthless", () => {
    const world = new EscalatorWorld({ publicUrl: URL_BASE });
    const token = tokenOf(world.tell({ firing: ["x"] }).message.ackUrl);
    world.tell({ resolved: ["x"] });
    const fresh = tokenOf(world.tell({ firing: ["x"] }).message.ackUrl);
    expect(world.escalator.inspectToken(token, world.nowMs)).toMatchObject({
      refused: expect.stringContaining("used"),
    });
    expect(world.escalator.inspectToken(fresh, world.nowMs)).toMatchObject({ state: "triggered" });
  });

  test("cannot be made up, bent or prolonged", () => {
    const world = new EscalatorWorld({ publicUrl: URL_BASE });
    const token = tokenOf(world.tell({ firing: ["x"] }).message.ackUrl);
    const [id, epoch, expires, signature] = token.split(".");
    const forged = [
      "",
      "....",
      token.slice(0, -1),
      `${token}A`,
      `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`,
      [id, "2", expires, signature].join("."),
      [id, epoch, "zzzzzzzz", signature].join("."),
      ["0".repeat(16), epoch, expires, signature].join("."),
      [id, epoch, expires].join("."),
    ];
    for (const text of forged) {
      expect(world.escalator.acknowledgeByToken(text, "eve", world.nowMs)).toMatchObject({
        refused: expect.stringContaining("not made by this monitor"),
      });
    }
    expect(world.incident.state).toBe("triggered");
  });
});
