import { describe, expect, test } from "vitest";

import {
  alertOf,
  busy,
  channel,
  DOWN,
  GONE,
  HOUR,
  MINUTE,
  OK,
  OutboxWorld,
  REFUSED,
  SECOND,
  START_MS,
} from "../../test/support/outbox-world.ts";
import type { DeliveryOutcome } from "../model/notification.ts";
import { backoffMs } from "./backoff.ts";

const inTurn =
  (...outcomes: DeliveryOutcome[]): (() => DeliveryOutcome) =>
  () =>
    outcomes.shift() ?? OK;
const A = channel("a");
const B = channel("b");

describe("a message for each channel of the receiver", () => {
  test("is delivered once, and its history says so", () => {
    const world = new OutboxWorld({ channels: [A, B] });
    world.add({ firing: ["x"] });
    world.run(HOUR);
    expect(world.told()).toEqual(["a firing x", "b firing x"]);
    expect(new Set(world.seen.map((seen) => seen.notificationId)).size).toBe(2);
    expect(world.rowStates()).toEqual({ delivered: 2 });
    expect(world.events).toMatchObject([
      { alertId: "x", kind: "notified", detail: 'Told through "a" (firing).' },
      { alertId: "x", kind: "notified" },
    ]);
  });

  test("has the id of the decision and the channel, so that the same decision has the same id", () => {
    const [one, two] = [new OutboxWorld({ channels: [A] }), new OutboxWorld({ channels: [A] })];
    for (const world of [one, two]) {
      world.add({ id: "same", firing: ["x"] });
      world.run();
    }
    expect(one.seen[0]?.notificationId).toBe(two.seen[0]?.notificationId);
  });

  test("is sent one at a time", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.add({ group: "g1", firing: ["x"] });
    world.add({ group: "g2", firing: ["y"] });
    const [first, ...rest] = world.take();
    expect(rest).toEqual([]);
    expect(world.take()).toEqual([]);
    world.answer(first!, OK);
    expect(world.take()).toHaveLength(1);
  });

  test("is sent before others when it is critical", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.add({ group: "g1", firing: ["x"] });
    world.add({ group: "g2", firing: ["y"], severity: "critical" });
    world.run();
    expect(world.told()).toEqual(["a firing y", "a firing x"]);
  });

  test("waits for a token", () => {
    const world = new OutboxWorld({ channels: [channel("a", { rate: { burst: 2, perMinute: 6 } })] });
    for (const id of ["p", "q", "r", "s"]) world.add({ group: id, firing: [id] });
    world.run();
    expect(world.seen).toHaveLength(2);
    // The bucket outlives the process.
    world.restart();
    world.run(9 * SECOND);
    expect(world.seen).toHaveLength(2);
    world.run(SECOND);
    expect(world.seen).toHaveLength(3);
    world.run(10 * SECOND);
    expect(world.seen).toHaveLength(4);
  });
});

describe("what fails", () => {
  test("is tried again later and later, somewhere within min(5 min, 1 s · 2^n)", () => {
    const world = new OutboxWorld({ channels: [A], limits: { circuitFailures: 1_000 } });
    world.answers.set("a", () => DOWN);
    world.add({ firing: ["x"] });
    world.run(23 * HOUR);
    const gaps = world.seen.slice(1).map((seen, index) => seen.atMs - (world.seen[index]?.atMs ?? 0));
    expect(gaps.length).toBeGreaterThan(100);
    gaps.forEach((gap, index) => expect(gap).toBeLessThanOrEqual(Math.min(300_000, 1_000 * 2 ** index)));
    expect(new Set(world.seen.map((seen) => seen.notificationId)).size).toBe(1);
    const mean = gaps.slice(20).reduce((sum, gap) => sum + gap, 0) / (gaps.length - 20);
    expect(mean).toBeGreaterThan(100_000);
    expect(mean).toBeLessThan(200_000);
  });

  test("spreads: the time of the next attempt depends on message and attempt", () => {
    const times = Array.from({ length: 1_000 }, (_, index) => backoffMs(`id-${index}`, 10));
    expect(Math.min(...times)).toBeLessThan(10_000);
    expect(Math.max(...times)).toBeGreaterThan(290_000);
    expect(backoffMs("id", 3)).toBe(backoffMs("id", 3));
  });

  test("opens the circuit after five failures in a row; one probe a minute, until one succeeds", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.answers.set("a", () => DOWN);
    for (let index = 0; index < 10; index += 1) world.add({ group: `g${index}`, firing: [`x${index}`] });
    world.run(MINUTE / 2);
    expect(world.seen).toHaveLength(5);
    expect(world.states.get("a")).toMatchObject({ circuit: "open", failures: 5 });
    world.run(5 * MINUTE);
    expect(world.seen).toHaveLength(10);
    world.answers.delete("a");
    world.run(10 * MINUTE);
    expect(world.accepted()).toHaveLength(10);
    expect(world.states.get("a")).toMatchObject({ circuit: "closed", failures: 0 });
  });

  test("a crash during the probe leaves one more probe, not a free run", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.answers.set("a", () => DOWN);
    for (let index = 0; index < 6; index += 1) world.add({ group: `g${index}`, firing: [`x${index}`] });
    world.run(MINUTE / 2);
    world.nowMs += MINUTE;
    expect(world.take()).toHaveLength(1);
    expect(world.states.get("a")?.circuit).toBe("half_open");
    world.restart();
    world.run(MINUTE / 2);
    expect(world.seen).toHaveLength(6);
    expect(world.states.get("a")?.circuit).toBe("open");
  });

  test("expires after a day with nobody to tell, and somebody can read why", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.answers.set("a", () => DOWN);
    world.add({ group: "g", firing: ["x"] });
    world.run(24 * HOUR + 10 * MINUTE);
    expect(world.rowStates()).toEqual({ expired: 1 });
    expect(world.undelivered).toEqual(["g"]);
    expect(world.events.at(-1)).toMatchObject({
      kind: "notification_failed",
      detail: 'Not delivered through "a" in time, last error: 503.',
    });
  });

  test("a resolve has three days", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.add({ firing: ["x"] });
    world.run();
    world.answers.set("a", () => DOWN);
    world.add({ resolved: ["x"] });
    world.run(71 * HOUR);
    world.answers.delete("a");
    world.run(HOUR / 2);
    expect(world.told()).toEqual(["a firing x", "a resolved x"]);
  });

  test("429 once, 500 twice, a timeout: it arrives, and no circuit opens (c14)", () => {
    const world = new OutboxWorld({ channels: [A] });
    const failures = ["429", "500", "500", "timeout"].map((reason): DeliveryOutcome => ({ kind: "retry", reason }));
    world.answers.set("a", inTurn(...failures));
    world.add({ firing: ["x"] });
    world.run(15 * SECOND);
    expect(world.told()).toEqual(["a firing x"]);
    expect(world.seen).toHaveLength(5);
    expect(world.outbox.brokenChannels()).toEqual([]);
  });

  test("429 a hundred times disables nothing", () => {
    const world = new OutboxWorld({ channels: [A] });
    let calls = 0;
    world.answers.set("a", () => ((calls += 1) <= 100 ? busy(2 * SECOND) : OK));
    world.add({ firing: ["x"] });
    world.run(202 * SECOND);
    expect(world.told()).toEqual(["a firing x"]);
    expect(world.states.get("a")?.circuit).toBe("closed");
  });

  test("nothing is sent to the channel before Retry-After is over, also after a restart; an hour at most", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.answers.set("a", inTurn(busy(30 * SECOND), busy(48 * HOUR)));
    world.add({ group: "g1", firing: ["x"] });
    world.run();
    world.restart();
    world.add({ group: "g2", firing: ["y"] });
    world.run(2 * HOUR);
    expect(world.seen.map((seen) => seen.atMs - START_MS)).toEqual([
      0,
      30 * SECOND,
      HOUR + 30 * SECOND,
      expect.any(Number),
    ]);
    expect(world.accepted()).toHaveLength(2);
  });

  test("a Retry-After of 0, again and again, is no busy loop", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.answers.set("a", () => busy(0));
    world.add({ firing: ["x"] });
    world.run(MINUTE);
    expect(world.seen.length).toBeLessThanOrEqual(61);
  });

  test("200 alerts in a second, three times 429 though the message was posted, a restart: few messages, none forgotten (c13)", () => {
    const world = new OutboxWorld({ channels: [channel("slack", { rate: { burst: 1, perMinute: 60 } })] });
    world.answers.set("slack", inTurn(busy(30 * SECOND), busy(30 * SECOND), busy(30 * SECOND)));
    for (let index = 0; index < 200; index += 1) {
      world.add({ group: `job-${index}`, firing: [`alert-${index}`] });
      world.nowMs += 5;
      if (index === 10) world.run();
    }
    world.run(40 * SECOND);
    world.restart();
    world.run(10 * MINUTE);
    const gaps = world.seen.slice(1, 4).map((seen, index) => seen.atMs - (world.seen[index]?.atMs ?? 0));
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(30 * SECOND);
    expect(world.seen.length).toBeLessThanOrEqual(10);
    const posted = new Map<string, number>();
    for (const { message } of world.seen)
      for (const { id } of message.alerts) posted.set(id, (posted.get(id) ?? 0) + 1);
    expect(posted.size).toBe(200);
    expect(Math.max(...posted.values())).toBeLessThanOrEqual(2);
    const quiet = world.seen.length;
    world.run(24 * HOUR);
    expect(world.seen).toHaveLength(quiet);
  });
});

describe("a channel that will never work", () => {
  const FAILING = channel("a", { failover: "b" });

  test("hands over at once, is known as broken, and is tried again every hour", () => {
    const world = new OutboxWorld({ channels: [FAILING, B], receivers: [{ name: "team", channels: ["a"] }] });
    world.answers.set("a", () => GONE);
    world.add({ group: "g1", firing: ["x"] });
    world.add({ group: "g2", firing: ["y"] });
    world.run();
    expect(world.seen.map((seen) => seen.channel)).toEqual(["a", "b", "b"]);
    expect(world.told()).toEqual(["b firing x", "b firing y"]);
    expect(world.seen.map((seen) => seen.failedOverFrom)).toEqual([undefined, "a", "a"]);
    expect(world.outbox.brokenChannels()).toMatchObject([{ name: "a", lastError: "410 Gone" }]);
    expect(world.undelivered).toEqual([]);
    expect([...world.rows.values()].find((row) => row.channel === "b")).toMatchObject({
      failedOverFrom: "a",
      tried: ["a"],
    });
    world.add({ group: "g3", firing: ["z"] });
    world.run(HOUR);
    expect(world.seen.filter((seen) => seen.channel === "a")).toHaveLength(1);
    world.answers.delete("a");
    world.add({ group: "g4", firing: ["w"] });
    world.run();
    expect(world.told().at(-1)).toBe("a firing w");
    expect(world.outbox.brokenChannels()).toEqual([]);
  });

  test("keeps what waits where nobody takes over, and escalation hears of it", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.answers.set("a", inTurn(GONE));
    world.add({ group: "g", firing: ["x"] });
    world.run(HOUR - 1);
    expect(world.undelivered).toEqual(["g"]);
    expect(world.accepted()).toEqual([]);
    world.run(1);
    expect(world.told()).toEqual(["a firing x"]);
  });

  test("lets escalation know of each new message that it keeps, but not of repeats", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.answers.set("a", () => GONE);
    world.add({ group: "g1", firing: ["x"] });
    world.run();
    world.add({ group: "g2", firing: ["y"] });
    world.add({ group: "g3", firing: ["z"], reason: "repeat" });
    expect(world.undelivered).toEqual(["g1", "g2"]);
  });

  test("is tried at once after a start, once, and is broken again where it still is", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.answers.set("a", () => GONE);
    for (const id of ["x", "y", "z"]) world.add({ group: id, firing: [id] });
    world.run(MINUTE);
    expect(world.seen).toHaveLength(1);
    world.restart();
    expect(world.outbox.brokenChannels()).toEqual([]);
    world.run(MINUTE);
    expect(world.seen).toHaveLength(2);
    expect(world.outbox.brokenChannels()).toMatchObject([{ name: "a" }]);
    world.answers.delete("a");
    world.restart();
    world.run();
    expect(world.told()).toHaveLength(3);
    expect(world.states.get("a")).toMatchObject({ circuit: "closed", retryAtMs: 0 });
  });

  test("is forgotten when it is configured no more", () => {
    const world = new OutboxWorld({ channels: [A, B] });
    world.answers.set("a", () => GONE);
    world.add({ firing: ["x"] });
    world.run();
    world.restart({ channels: [B] });
    expect(world.outbox.brokenChannels()).toEqual([]);
    world.run();
    expect([...world.states.keys()]).toEqual(["b"]);
  });

  test("a chain of fail-overs is gone through once, in a circle, too", () => {
    const channels = [FAILING, channel("b", { failover: "c" }), channel("c", { failover: "a" })];
    const world = new OutboxWorld({ channels, receivers: [{ name: "team", channels: ["a"] }] });
    for (const { name } of channels) world.answers.set(name, () => REFUSED);
    world.add({ group: "g", firing: ["x"] });
    world.run(HOUR);
    expect(world.seen.map((seen) => seen.channel)).toEqual(["a", "b", "c"]);
    expect(world.rowStates()).toEqual({ failed: 3 });
    expect(world.undelivered).toEqual(["g"]);
  });

  test("a refused message is handed over alone: the channel goes on", () => {
    const world = new OutboxWorld({ channels: [FAILING, B], receivers: [{ name: "team", channels: ["a"] }] });
    world.answers.set("a", inTurn(REFUSED));
    world.add({ group: "g1", firing: ["x"] });
    world.add({ group: "g2", firing: ["y"] });
    world.run();
    expect(world.told().toSorted()).toEqual(["a firing y", "b firing x"]);
  });

  test("a fail-over that is a channel of the same receiver is not told twice", () => {
    const world = new OutboxWorld({ channels: [FAILING, B] });
    world.answers.set("a", () => GONE);
    world.add({ firing: ["x"] });
    world.run();
    world.add({ firing: ["y"], group: "g2" });
    world.run();
    expect(world.told()).toEqual(["b firing x", "b firing y"]);
  });

  test("a channel that is not configured any more: the receiver's others are told, if none of them was", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.answers.set("a", () => DOWN);
    world.add({ firing: ["x"] });
    world.run();
    world.restart({ channels: [B] });
    world.run(MINUTE);
    expect(world.told()).toEqual(["b firing x"]);
    expect(world.rowStates()).toEqual({ failed: 1, delivered: 1 });
  });
});

describe("an alert of two groups, as after its route changed", () => {
  const both = (): OutboxWorld => {
    const world = new OutboxWorld({ channels: [A, B], receivers: [{ name: "team", channels: ["a"] }] });
    world.add({ group: "old", firing: ["x"] });
    world.add({ group: "new", firing: ["x", "y"] });
    world.run();
    return world;
  };

  test("ends once for a channel that both tell", () => {
    const world = both();
    world.add({ group: "old", resolved: ["x"] });
    world.run(MINUTE);
    world.add({ group: "new", resolved: ["x"] });
    world.run(MINUTE);
    expect(world.told().slice(2)).toEqual(["a resolved x"]);
    world.add({ group: "new", resolved: ["y"] });
    world.run();
    expect(world.told().at(-1)).toBe("a resolved y");
    expect(world.outbox.stats(world.nowMs).owed).toBe(0);
  });

  test("ends once where nothing was delivered yet, over a restart", () => {
    const world = both();
    world.answers.set("a", () => DOWN);
    world.add({ group: "old", resolved: ["x"] });
    world.run();
    world.restart();
    world.add({ group: "new", resolved: ["x"] });
    world.answers.delete("a");
    world.run(HOUR);
    expect(world.told().slice(2)).toEqual(["a resolved x"]);
  });

  test("is told by the other where the message of the one was refused", () => {
    const world = both();
    world.answers.set("a", inTurn(REFUSED));
    world.add({ group: "old", resolved: ["x"] });
    world.run();
    world.add({ group: "new", resolved: ["x"] });
    world.run();
    expect(world.told().slice(2)).toEqual(["a resolved x"]);
  });

  test("takes the end along where the firing is still to be told", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.add({ group: "old", firing: ["x"] });
    world.run();
    world.answers.set("a", inTurn(DOWN));
    world.add({ group: "new", firing: ["x"] });
    world.run();
    world.add({ group: "old", resolved: ["x"] });
    world.run();
    world.add({ group: "new", resolved: ["x"] });
    world.run(HOUR);
    expect(world.told()).toEqual(["a firing x", "a resolved x", "a fired_and_resolved x"]);
  });
});

describe("what waits is told as it stands", () => {
  test("a firing that is over becomes one message of both", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.answers.set("a", inTurn(DOWN));
    world.add({ firing: ["x"] });
    world.run();
    world.add({ resolved: ["x"] });
    world.run(MINUTE);
    expect(world.told()).toEqual(["a fired_and_resolved x"]);
    expect(world.accepted()[0]?.message).toMatchObject({
      status: "resolved",
      alerts: [{ id: "x", state: "resolved" }],
    });
    expect(world.rowStates()).toEqual({ superseded: 1, delivered: 1 });
  });

  test("a repeat that is over becomes a resolve", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.add({ firing: ["x"] });
    world.run();
    world.answers.set("a", inTurn(DOWN));
    world.add({ firing: ["x"], reason: "repeat" });
    world.run();
    world.add({ resolved: ["x"] });
    world.run(MINUTE);
    expect(world.told()).toEqual(["a firing x", "a resolved x"]);
  });

  test("several of a group become one with all their alerts", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.answers.set("a", inTurn(busy(MINUTE)));
    world.add({ firing: ["x"] });
    world.run();
    world.add({ firing: ["y"] });
    world.add({ firing: ["z"], resolved: ["x"], message: { ackUrl: "https://ack" } });
    world.run(2 * MINUTE);
    expect(world.told()).toEqual(["a firing z,y,x"]);
    expect(world.accepted()[0]?.message).toMatchObject({
      status: "firing",
      ackUrl: "https://ack",
      commonLabels: { alertname: "failed" },
    });
  });

  test("what one message cannot name is told in several, and what is over is not told as firing", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.answers.set("a", inTurn(busy(MINUTE)));
    const ids = Array.from({ length: 120 }, (_, index) => `x${index}`);
    world.add({ firing: ids.slice(0, 50) });
    world.run();
    world.add({ firing: ids.slice(50, 100) });
    world.add({ firing: ids.slice(100) });
    world.add({ resolved: ["x3", "x70"] });
    world.run(2 * MINUTE);
    const named = world.accepted().flatMap(({ message }) => message.alerts.map(({ id, state }) => `${id} ${state}`));
    expect(named.toSorted()).toEqual(
      ids.map((id) => `${id} ${id === "x3" || id === "x70" ? "resolved" : "firing"}`).toSorted(),
    );
    expect(world.accepted().length).toBeLessThanOrEqual(4);
  });

  test("an escalation stays one when a repeat joins it", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.answers.set("a", inTurn(DOWN));
    world.add({ firing: ["x"], reason: "escalation", message: { escalation: { level: 2, loop: 1 } } });
    world.run();
    world.add({ firing: ["x"], reason: "repeat" });
    world.run(MINUTE);
    expect(world.accepted()[0]?.message).toMatchObject({ reason: "escalation", escalation: { level: 2, loop: 1 } });
  });

  test("an escalation that nobody has heard of is dropped with its incident; one that was heard is called over", () => {
    const channels = [A, B];
    const receivers = [
      { name: "team", channels: ["a"] },
      { name: "lead", channels: ["b"] },
    ];
    const unheard = new OutboxWorld({ channels, receivers });
    unheard.add({ firing: ["x"] });
    unheard.run();
    unheard.add({ firing: ["x"], receiver: "lead", reason: "escalation" });
    unheard.add({ resolved: ["x"] });
    unheard.run(HOUR);
    expect(unheard.told()).toEqual(["a firing x", "a resolved x"]);
    const heard = new OutboxWorld({ channels, receivers });
    heard.add({ firing: ["x"] });
    heard.add({ firing: ["x"], receiver: "lead", reason: "escalation" });
    heard.run();
    heard.restart();
    heard.add({ resolved: ["x"] });
    heard.run(HOUR);
    expect(heard.told()).toEqual(["a firing x", "b escalation x", "a resolved x", "b resolved x"]);
  });

  test("an acknowledgement drops the escalations that nobody has heard of, and nothing else", () => {
    const receivers = [
      { name: "team", channels: ["a"] },
      { name: "lead", channels: ["b"] },
    ];
    const world = new OutboxWorld({ channels: [A, B], receivers });
    world.add({ firing: ["x"] });
    world.add({ firing: ["x"], receiver: "lead", reason: "escalation" });
    world.add({ group: "other", firing: ["y"], receiver: "lead", reason: "escalation" });
    world.outbox.dropSteps("{}:{}", world.nowMs);
    world.commit();
    world.run();
    expect(world.told()).toEqual(["a firing x", "b escalation y"]);
    world.answers.set("b", inTurn(DOWN));
    world.add({ firing: ["x"], receiver: "lead", reason: "escalation" });
    world.run();
    world.outbox.dropSteps("{}:{}", world.nowMs);
    world.run(MINUTE);
    expect(world.told().at(-1)).toBe("b escalation x");
  });

  test("who took a firing over hears of its end, also when the channel works again, also after a restart", () => {
    const world = new OutboxWorld({
      channels: [channel("a", { failover: "b" }), B],
      receivers: [{ name: "team", channels: ["a"] }],
    });
    world.answers.set("a", inTurn(REFUSED));
    world.add({ firing: ["x"] });
    world.run();
    world.restart();
    world.add({ resolved: ["x"] });
    world.run();
    expect(world.told()).toEqual(["b firing x", "b resolved x"]);
    expect(world.outbox.stats(world.nowMs).owed).toBe(0);
  });

  test("an end that is owed for an earlier episode is told by the name of the later one", () => {
    const channels = [A, B];
    const receivers = [
      { name: "team", channels: ["a"] },
      { name: "both", channels: ["a", "b"] },
    ];
    const world = new OutboxWorld({ channels, receivers });
    world.add({ firing: ["x1"] });
    world.add({ firing: ["x2"], receiver: "both" });
    world.run();
    world.add({
      receiver: "both",
      resolved: ["x2", "x1"],
      message: { alerts: [alertOf("x2", "resolved")] },
    });
    world.run();
    expect(world.told().slice(-2)).toEqual(["a resolved x2", "b resolved x2"]);
  });

  test("a broken channel that told of a firing: its fail-over tells of the end", () => {
    const world = new OutboxWorld({
      channels: [channel("a", { failover: "b" }), B],
      receivers: [{ name: "team", channels: ["a"] }],
    });
    world.add({ firing: ["x"] });
    world.run();
    world.answers.set("a", () => GONE);
    world.add({ group: "other", firing: ["y"] });
    world.run();
    world.add({ resolved: ["x"] });
    world.run();
    expect(world.told()).toEqual(["a firing x", "b firing y", "b resolved x"]);
    expect([...world.rows.values()].filter((row) => row.owes !== undefined)).toMatchObject([{ channel: "b" }]);
  });

  test("what is owed is forgotten with alerts that are not there any more", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.add({ firing: ["x", "y"] });
    world.run();
    expect([...world.rows.values()]).toMatchObject([{ owes: [{ alerts: ["x", "y"] }] }]);
    world.alerts = [alertOf("y")];
    world.restart();
    world.run();
    expect([...world.rows.values()]).toMatchObject([{ owes: [{ alerts: ["y"] }] }]);
  });
});

describe("a channel that wants no resolves", () => {
  const QUIET = channel("a", { sendResolved: false });

  test("gets none", () => {
    const world = new OutboxWorld({ channels: [QUIET] });
    world.add({ firing: ["x"] });
    world.run();
    world.add({ resolved: ["x"] });
    world.run(HOUR);
    expect(world.told()).toEqual(["a firing x"]);
    expect(world.outbox.stats(world.nowMs).owed).toBe(0);
  });

  test("hears of a firing that is over before it could be told, in one message", () => {
    const world = new OutboxWorld({ channels: [QUIET] });
    world.answers.set("a", inTurn(DOWN));
    world.add({ firing: ["x"] });
    world.run();
    world.add({ resolved: ["x"] });
    world.run(HOUR);
    expect(world.told()).toEqual(["a fired_and_resolved x"]);
  });

  test("is not told that something fires which is over", () => {
    const world = new OutboxWorld({ channels: [QUIET] });
    world.add({ firing: ["x"] });
    world.run();
    world.answers.set("a", inTurn(DOWN));
    world.add({ firing: ["x"], reason: "repeat" });
    world.run();
    world.add({ resolved: ["x"] });
    world.run(HOUR);
    expect(world.told()).toEqual(["a firing x"]);
  });

  test("an end that comes while the firing is under way is dropped once that has arrived", () => {
    const world = new OutboxWorld({ channels: [QUIET] });
    world.add({ firing: ["x"] });
    const [attempt] = world.take();
    world.add({ resolved: ["x"] });
    world.answer(attempt!, OK);
    world.run(HOUR);
    expect(world.seen).toEqual([]);
    expect(world.outbox.stats(world.nowMs)).toMatchObject({ waiting: 0, owed: 0 });
  });

  test("mixed news lose what is over", () => {
    const world = new OutboxWorld({ channels: [QUIET] });
    world.add({ firing: ["x"] });
    world.run();
    world.add({ firing: ["y"], resolved: ["x"] });
    world.run();
    expect(world.told()).toEqual(["a firing x", "a firing y"]);
  });
});

describe("after a crash", () => {
  test("what was being sent is sent again under its id, at once and marked, before anything newer of its group", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.add({ firing: ["x"] });
    const [cut] = world.take();
    world.restart();
    world.add({ resolved: ["x"] });
    world.run();
    expect(
      world.seen.map((seen) => [seen.notificationId, seen.maybeRepeated, seen.attempt, seen.message.reason]),
    ).toEqual([
      [cut?.notificationId, true, 2, "firing"],
      [expect.any(String), false, 1, "resolved"],
    ]);
  });

  test("what is newer waits while that fails", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.add({ firing: ["x"] });
    world.take();
    world.restart();
    world.answers.set("a", inTurn(DOWN, DOWN, DOWN));
    world.add({ resolved: ["x"] });
    world.run(MINUTE);
    expect(world.told()).toEqual(["a firing x", "a resolved x"]);
  });

  test("an attempt without an answer is given up for cut off after ten minutes; a late success still counts", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.add({ firing: ["x"] });
    world.take();
    world.nowMs += 10 * MINUTE - 1;
    expect(world.take()).toEqual([]);
    world.nowMs += 1;
    const [again] = world.take();
    expect(again).toMatchObject({ attempt: 2, maybeRepeated: true });
    world.answer({ ...again!, attempt: 1 }, DOWN);
    expect(world.outbox.stats(world.nowMs)).toMatchObject({ sending: 1, counts: { ignoredReports: 1 } });
    world.answer(again!, OK);
    world.answer(again!, OK);
    world.answer({ ...again!, notificationId: "unknown" }, OK);
    expect(world.rowStates()).toEqual({ delivered: 1 });
    expect(world.outbox.stats(world.nowMs).counts.ignoredReports).toBe(3);
  });
});

describe("too much", () => {
  test("more than twenty messages become digests; a few do not", () => {
    const world = new OutboxWorld({ channels: [A] });
    for (let index = 0; index < 20; index += 1) world.add({ group: `g${index}`, firing: [`x${index}`] });
    world.run();
    expect(world.seen).toHaveLength(20);
    world.seen.length = 0;
    for (let index = 0; index < 100; index += 1) world.add({ group: `h${index}`, firing: [`y${index}`] });
    world.run();
    expect(world.seen.map(({ message }) => message.digestOf)).toEqual([40, 40, 20]);
    expect(world.seen[0]?.message).toMatchObject({
      groupKey: "digest",
      groupLabels: {},
      commonLabels: { alertname: "failed" },
      status: "firing",
      truncatedAlerts: 0,
    });
  });

  test("whoever was told by a digest hears of each end", () => {
    const world = new OutboxWorld({ channels: [A] });
    for (let index = 0; index < 30; index += 1) world.add({ group: `g${index}`, firing: [`x${index}`] });
    world.run(10 * MINUTE);
    world.restart();
    for (const index of [3, 7]) {
      world.add({ group: `g${index}`, resolved: [`x${index}`] });
      world.run();
    }
    expect(world.told().slice(1)).toEqual(["a resolved x3", "a resolved x7"]);
    expect(world.outbox.stats(world.nowMs).owed).toBe(1);
  });

  test("what ends while its digest waits is called over in it", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.answers.set("a", inTurn(busy(MINUTE)));
    for (let index = 0; index < 30; index += 1) world.add({ group: `g${index}`, firing: [`x${index}`] });
    world.run();
    world.add({ group: "g3", resolved: ["x3"] });
    world.run(HOUR);
    expect(world.accepted()).toHaveLength(1);
    expect(world.accepted()[0]?.message.alerts.filter(({ state }) => state === "resolved")).toMatchObject([
      { id: "x3" },
    ]);
  });

  test("a full queue drops the oldest repeats first, and says so", () => {
    const world = new OutboxWorld({ channels: [A], limits: { waiting: 3 } });
    world.answers.set("a", () => DOWN);
    world.add({ group: "g0", firing: ["x0"] });
    world.add({ group: "g1", firing: ["x1"], reason: "repeat" });
    world.add({ group: "g2", firing: ["x2"], reason: "repeat" });
    world.add({ group: "g3", firing: ["x3"] });
    world.add({ group: "g4", firing: ["x4"] });
    const waiting = [...world.rows.values()].filter((row) => row.state === "waiting");
    expect(waiting.map((row) => row.groupKey)).toEqual(["g0", "g3", "g4"]);
    expect(world.outbox.stats(world.nowMs)).toMatchObject({ waiting: 3, counts: { overflowed: 2 } });
    expect(world.events).toMatchObject([{ alertId: "x1" }, { alertId: "x2" }]);
  });

  test("a full queue without repeats sums up what waits longest: nothing is lost", () => {
    const world = new OutboxWorld({ channels: [A], limits: { waiting: 10 } });
    world.answers.set("a", inTurn(busy(MINUTE)));
    for (let index = 0; index < 200; index += 1) {
      world.add({ group: `g${index}`, firing: [`x${index}`] });
      expect(world.outbox.stats(world.nowMs).waiting).toBeLessThanOrEqual(10);
    }
    world.run(HOUR);
    const named = world.accepted().flatMap(({ message }) => message.alerts.map(({ id }) => id));
    expect(new Set(named).size).toBe(200);
    expect(named).toHaveLength(200);
    expect(world.outbox.stats(world.nowMs)).toMatchObject({ waiting: 0, counts: { overflowed: 0 } });
  });

  test("what cannot be summed up is dropped, oldest first", () => {
    const world = new OutboxWorld({ channels: [A], limits: { waiting: 2, digestAlerts: 1 } });
    world.answers.set("a", () => DOWN);
    for (let index = 0; index < 4; index += 1) world.add({ group: `g${index}`, firing: [`x${index}`] });
    const waiting = [...world.rows.values()].filter((row) => row.state === "waiting");
    expect(waiting.map((row) => row.groupKey)).toEqual(["g2", "g3"]);
    expect(world.outbox.stats(world.nowMs).counts.overflowed).toBe(2);
  });
});

describe("clocks", () => {
  test("set back: what was due in a minute is due in a minute", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.answers.set("a", inTurn(busy(MINUTE)));
    world.add({ firing: ["x"] });
    world.run();
    world.nowMs -= 48 * HOUR;
    world.run(61 * SECOND);
    expect(world.told()).toEqual(["a firing x"]);
  });

  test("set back while nobody looked", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.answers.set("a", inTurn(busy(MINUTE)));
    world.add({ firing: ["x"] });
    world.run();
    world.nowMs -= 48 * HOUR;
    world.restart();
    world.run(61 * SECOND);
    expect(world.told()).toEqual(["a firing x"]);
  });

  test("set forward: nothing expires before it was tried", () => {
    const world = new OutboxWorld({ channels: [A] });
    world.add({ group: "g1", firing: ["x"] });
    world.add({ group: "g2", firing: ["y"] });
    world.nowMs += 365 * 24 * HOUR;
    world.run();
    expect(world.told()).toEqual(["a firing x", "a firing y"]);
  });
});

test("health: how much waits, for how long, and how channels are", () => {
  const world = new OutboxWorld({ channels: [A] });
  expect(world.outbox.stats(world.nowMs)).toMatchObject({ waiting: 0, sending: 0, oldestWaitingMs: undefined });
  world.answers.set("a", () => DOWN);
  world.add({ firing: ["x"] });
  world.run(MINUTE);
  expect(world.outbox.stats(world.nowMs)).toMatchObject({
    waiting: 1,
    oldestWaitingMs: MINUTE,
    channels: [{ name: "a", circuit: "open", lastError: "503" }],
  });
});

test("a receiver or channel that does not exist breaks nothing", () => {
  const world = new OutboxWorld({ channels: [A], receivers: [{ name: "team", channels: ["a", "nowhere"] }] });
  world.add({ firing: ["x"], receiver: "nobody" });
  world.add({ firing: ["y"] });
  world.run();
  expect(world.told()).toEqual(["a firing y"]);
  expect(world.events.filter((event) => event.kind === "notification_failed")).toMatchObject([{ alertId: "x" }]);
});
