import { describe, expect, test } from "vitest";

import { HOUR, MINUTE, route, RouterHarness, routing, SECOND } from "../../test/support/router-harness.ts";

const A = { alertname: "JobFailed", n: "a" };
const B = { alertname: "JobFailed", n: "b" };

describe("when a group is told", () => {
  test("others may join within the group wait; then one message tells of all", () => {
    const h = new RouterHarness();
    h.fire(A);
    expect(h.advance(10 * SECOND)).toEqual([]);
    h.fire(B);
    const told = h.advance(20 * SECOND);
    expect(told).toMatchObject([{ reason: "firing", status: "firing", firing: ["a", "b"], resolved: [] }]);
    expect(told[0]?.group).toBe('{}:{alertname="JobFailed"}');
    expect(h.advance(3 * HOUR)).toEqual([]);
  });

  test("a group wait of 0 tells at once", () => {
    const h = new RouterHarness(routing({ route: route({ groupWaitMs: 0 }) }));
    h.fire(A);
    expect(h.tick()).toMatchObject([{ firing: ["a"], atMs: h.nowMs }]);
  });

  test("an alert that is older than the group wait does not wait again", () => {
    const h = new RouterHarness();
    h.fire(A, { atMs: h.nowMs - MINUTE });
    expect(h.tick()).toMatchObject([{ firing: ["a"] }]);
  });

  test("a group that has told waits for its interval, however old the alert is that joins", () => {
    const h = new RouterHarness();
    h.fire(A);
    h.advance(30 * SECOND);
    h.advance(MINUTE);
    h.fire(B, { atMs: h.nowMs - HOUR });
    expect(h.advance(4 * MINUTE - 1)).toEqual([]);
    expect(h.advance(1)).toMatchObject([{ reason: "firing", firing: ["a", "b"] }]);
  });

  test("repeats come at the first multiple of the group interval strictly above the repeat interval", () => {
    const config = routing({
      route: route({ groupWaitMs: SECOND, groupIntervalMs: 2 * SECOND, repeatIntervalMs: 3 * SECOND }),
    });
    const h = new RouterHarness(config);
    const startMs = h.nowMs;
    h.fire(A);
    expect(h.advance(10 * SECOND).map(({ atMs }) => atMs - startMs)).toEqual([1000, 5000, 9000]);
    const exact = new RouterHarness(
      routing({ route: route({ groupIntervalMs: 2 * MINUTE, repeatIntervalMs: 4 * MINUTE }) }),
    );
    exact.fire(A);
    const [first, second] = exact.advance(20 * MINUTE);
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBe(6 * MINUTE);
  });

  test("looks that come a little late or early change nothing about the repeat", () => {
    const config = routing({ route: route({ groupIntervalMs: 2 * MINUTE, repeatIntervalMs: 4 * MINUTE }) });
    const h = new RouterHarness(config);
    h.fire(A);
    h.nowMs += 30 * SECOND;
    h.tick();
    const told: number[] = [];
    const startMs = h.nowMs;
    for (let look = 1; look <= 6; look += 1) {
      h.nowMs = startMs + look * 2 * MINUTE + look * 100;
      for (const { atMs } of h.tick()) told.push(atMs - startMs);
    }
    expect(told).toEqual([6 * MINUTE + 300, 12 * MINUTE + 600]);
  });
});

describe("late looks", () => {
  const config = routing({
    route: route({ groupIntervalMs: 2 * MINUTE, repeatIntervalMs: 4 * MINUTE }),
  });

  test("stay on the grid of the group while they are a little late, and begin a new one after an outage", () => {
    const h = new RouterHarness(config);
    h.fire(A);
    const gridMs = h.nowMs + 30 * SECOND;
    h.nowMs = gridMs + 700;
    h.tick();
    expect(h.router.nextDeadlineMs(h.nowMs)).toBe(gridMs + 2 * MINUTE);
    h.nowMs = gridMs + 5 * MINUTE;
    h.tick();
    expect(h.router.nextDeadlineMs(h.nowMs)).toBe(gridMs + 7 * MINUTE);
  });

  test("a look that comes earlier after its grid than the one before is no reason to leave out a repeat", () => {
    const h = new RouterHarness(config);
    h.fire(A);
    const gridMs = h.nowMs + 30 * SECOND;
    h.nowMs = gridMs + 900;
    expect(h.tick()).toHaveLength(1);
    for (const minutes of [2, 4]) {
      h.nowMs = gridMs + minutes * MINUTE + 500;
      expect(h.tick()).toEqual([]);
    }
    h.nowMs = gridMs + 6 * MINUTE + 100;
    expect(h.tick()).toMatchObject([{ reason: "repeat" }]);
  });

  test("a look off the grid repeats nothing before the repeat interval", () => {
    const odd = new RouterHarness(
      routing({ route: route({ groupIntervalMs: 2 * MINUTE, repeatIntervalMs: 3.9 * MINUTE }) }),
    );
    odd.fire(A);
    odd.nowMs += 30 * SECOND;
    expect(odd.tick()).toHaveLength(1);
    odd.nowMs += 3.5 * MINUTE;
    expect(odd.tick()).toEqual([]);
    odd.nowMs += 30 * SECOND;
    expect(odd.tick()).toMatchObject([{ reason: "repeat" }]);
  });
});

describe("what is told", () => {
  test("a resolve, with what still fires; and the last one says that all is over", () => {
    const h = new RouterHarness();
    const a = h.fire(A);
    const b = h.fire(B);
    h.advance(MINUTE);
    h.resolve(a);
    expect(h.advance(5 * MINUTE)).toMatchObject([
      { reason: "resolved", status: "firing", firing: ["b"], resolved: ["a"] },
    ]);
    h.resolve(b);
    expect(h.advance(5 * MINUTE)).toMatchObject([
      { reason: "resolved", status: "resolved", firing: [], resolved: ["b"] },
    ]);
    expect(h.advance(10 * HOUR)).toEqual([]);
    expect(h.groups.size).toBe(0);
  });

  test("nothing of an alert that came and went within the group wait, and its history says so", () => {
    const h = new RouterHarness();
    const a = h.fire(A);
    h.advance(10 * SECOND);
    h.resolve(a);
    expect(h.advance(HOUR)).toEqual([]);
    expect(h.history(a)).toEqual(["not_told"]);
    expect(h.groups.size).toBe(0);
  });

  test("once of an alert that came and went where all is told at once", () => {
    const h = new RouterHarness(routing({ route: route({ groupWaitMs: 0 }) }));
    h.resolve(h.fire(A));
    expect(h.tick()).toMatchObject([{ reason: "fired_and_resolved", status: "resolved", firing: [], resolved: ["a"] }]);
    expect(h.advance(HOUR)).toEqual([]);
  });

  test("nothing of a told alert that stops and fires anew between two looks; its end once, with both episodes", () => {
    const h = new RouterHarness();
    const first = h.fire(A);
    h.advance(MINUTE);
    h.resolve(first);
    h.advance(10 * SECOND);
    const second = h.fire(A);
    expect(h.advance(HOUR)).toEqual([]);
    h.resolve(second);
    expect(h.advance(HOUR)).toMatchObject([{ reason: "resolved", status: "resolved" }]);
    expect(h.intents.at(-1)?.resolved).toEqual([second, first]);
    expect(h.intents.at(-1)?.message.alerts.map(({ id }) => id)).toEqual([second]);
  });

  test("of episodes that followed each other over several messages, all ends at once", () => {
    const h = new RouterHarness();
    const ids = [h.fire(A)];
    for (let episode = 1; episode < 3; episode += 1) {
      // A repeat names the episode of the time.
      h.advance(5 * HOUR);
      h.resolve(ids.at(-1)!);
      h.advance(SECOND);
      ids.push(h.fire(A));
      h.restart();
    }
    expect(h.intents.map(({ reason }) => reason)).toEqual(["firing", "repeat", "repeat"]);
    h.resolve(ids[2]!);
    h.advance(5 * MINUTE);
    expect(h.intents.at(-1)?.resolved.toSorted()).toEqual(ids.toSorted());
  });

  test("news that fires before news that is over", () => {
    const h = new RouterHarness();
    const a = h.fire(A);
    h.advance(MINUTE);
    h.resolve(a);
    h.fire(B);
    expect(h.advance(5 * MINUTE)).toMatchObject([
      { reason: "firing", status: "firing", firing: ["b"], resolved: ["a"] },
    ]);
  });

  test("a job that fails anew after its end was told is told anew, after the group wait", () => {
    const h = new RouterHarness(routing({ route: route({ groupWaitMs: 0 }) }));
    const first = h.fire(A);
    h.tick();
    h.resolve(first);
    expect(h.advance(5 * MINUTE)).toMatchObject([{ reason: "resolved" }]);
    h.advance(10 * SECOND);
    h.fire(A);
    expect(h.tick()).toMatchObject([{ reason: "firing" }]);
    const ids = h.intents.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("ids of a group that is gone and comes again are new ones", () => {
    const h = new RouterHarness();
    for (let episode = 0; episode < 3; episode += 1) {
      const a = h.fire(A);
      h.advance(MINUTE);
      h.resolve(a);
      h.advance(HOUR);
      expect(h.groups.size).toBe(0);
    }
    expect(new Set(h.intents.map(({ id }) => id)).size).toBe(6);
  });

  test("a stale alert is neither repeated nor resolved, and the end of another does not end it", () => {
    const h = new RouterHarness();
    const a = h.fire(A);
    const b = h.fire(B);
    h.advance(MINUTE);
    h.change(a, { state: "stale", missingSinceMs: h.nowMs });
    expect(h.advance(5 * HOUR)).toMatchObject([{ reason: "repeat", firing: ["b"] }]);
    h.resolve(b);
    expect(h.advance(5 * HOUR)).toMatchObject([{ reason: "resolved", status: "firing", firing: [], resolved: ["b"] }]);
    expect(h.router.explain(a, h.nowMs)?.groups).toMatchObject([{ told: "firing", heldBackBy: { kind: "stale" } }]);
    h.change(a, { state: "firing" });
    expect(h.advance(5 * MINUTE)).toMatchObject([{ reason: "repeat", firing: ["a"] }]);
    h.resolve(a);
    expect(h.advance(5 * MINUTE)).toMatchObject([{ status: "resolved", resolved: ["a"] }]);
  });

  test("one that went stale before anyone was told is told", () => {
    const h = new RouterHarness();
    const a = h.fire(A);
    h.change(a, { state: "stale" });
    expect(h.advance(MINUTE)).toMatchObject([{ reason: "firing", firing: ["a"] }]);
  });

  test("an acknowledged or snoozed group gets no repeats, but news and its resolve", () => {
    const h = new RouterHarness();
    const a = h.fire(A);
    h.advance(MINUTE);
    h.held = "acknowledged";
    expect(h.advance(9 * HOUR)).toEqual([]);
    expect(h.history(a)).toEqual(["acknowledged"]);
    const b = h.fire(B);
    expect(h.advance(5 * MINUTE)).toMatchObject([{ reason: "firing", firing: ["a", "b"] }]);
    h.held = "snoozed";
    h.advance(9 * HOUR);
    expect(h.history(b)).toEqual(["snoozed"]);
    h.resolve(a);
    expect(h.advance(5 * MINUTE)).toMatchObject([{ reason: "resolved", firing: ["b"], resolved: ["a"] }]);
    h.held = undefined;
    expect(h.advance(5 * HOUR)).toMatchObject([{ reason: "repeat", firing: ["b"] }]);
  });

  test("the newest values and annotations", () => {
    const h = new RouterHarness();
    const a = h.fire(A, { annotations: { summary: "1 failure" } });
    const alert = { ...h.alerts.get(a)!, value: 7, annotations: { summary: "7 failures" } };
    h.alerts.set(a, alert);
    h.router.update(alert);
    h.advance(MINUTE);
    expect(h.intents[0]?.message.alerts[0]).toMatchObject({ value: 7, annotations: { summary: "7 failures" } });
  });
});

describe("told firing means told resolved", () => {
  const interval = { name: "night", intervals: [{ timeZone: "UTC", times: [{ from: 13 * 60, to: 24 * 60 }] }] };

  test.each([
    ["silenced", (h: RouterHarness) => void h.silence([{ name: "n", op: "=", value: "a" }], 100 * HOUR)],
    ["inhibited", (h: RouterHarness) => void h.fire({ alertname: "TelemetryStopped", n: "source" })],
    ["muted", (h: RouterHarness) => void h.advance(2 * HOUR)],
    ["restarted", (h: RouterHarness) => h.restart()],
  ])("%s meanwhile: no repeat, no second page, and the resolve", (_, hold) => {
    const config = routing({
      timeIntervals: [interval],
      inhibitRules: [
        {
          name: "source down",
          source: [{ name: "alertname", op: "=", value: "TelemetryStopped" }],
          target: [{ name: "alertname", op: "=", value: "JobFailed" }],
          equal: [],
        },
      ],
      route: route({ muteTimeIntervals: ["night"] }),
    });
    const h = new RouterHarness(config);
    const a = h.fire(A);
    expect(h.advance(MINUTE)).toHaveLength(1);
    hold(h);
    const mine = h.advance(MINUTE).filter(({ firing, resolved }) => [...firing, ...resolved].includes("a"));
    expect(mine).toEqual([]);
    h.resolve(a);
    expect(h.advance(5 * MINUTE)).toMatchObject([{ reason: "resolved", status: "resolved", resolved: ["a"] }]);
    expect(h.advance(24 * HOUR).flatMap(({ resolved }) => resolved)).not.toContain("a");
  });

  test("a silenced alert is told once the silence has ended, and not anew if it was told before", () => {
    const h = new RouterHarness();
    h.silence([{ name: "n", op: "=", value: "a" }], HOUR);
    const a = h.fire(A);
    const b = h.fire(B);
    expect(h.advance(MINUTE)).toMatchObject([{ firing: ["b"] }]);
    expect(h.history(a)).toEqual(["silenced"]);
    expect(h.history(b)).toEqual([]);
    expect(h.advance(58 * MINUTE)).toEqual([]);
    expect(h.advance(10 * MINUTE)).toMatchObject([{ reason: "firing", firing: ["a", "b"] }]);
    const silence = h.silence([{ name: "alertname", op: "=", value: "JobFailed" }], HOUR);
    h.advance(MINUTE);
    h.router.expireSilence(silence.id, h.nowMs, "ann");
    expect(h.advance(3 * HOUR)).toEqual([]);
  });

  test("an alert that came and went while it was silenced is not told", () => {
    const h = new RouterHarness(routing({ route: route({ groupWaitMs: 0 }) }));
    h.silence([{ name: "n", op: "=", value: "a" }], HOUR);
    const a = h.fire(A);
    h.tick();
    h.resolve(a);
    expect(h.advance(HOUR)).toEqual([]);
  });

  test("the reason is one line of the history each time that it changes, not one for each look", () => {
    const h = new RouterHarness();
    const a = h.fire(A);
    h.advance(MINUTE);
    h.silence([{ name: "n", op: "=", value: "a" }], HOUR);
    h.advance(3 * HOUR);
    const second = h.silence([{ name: "n", op: "=", value: "a" }], HOUR);
    h.restart();
    h.advance(30 * MINUTE);
    h.restart();
    h.advance(15 * MINUTE);
    expect(h.history(a)).toEqual(["silenced", "silenced"]);
    expect(h.events.at(-1)?.detail).toContain("planned work");
    expect(h.groups.values().next().value?.reasons).toEqual({ [a]: `silenced:${second.id}` });
  });
});

describe("a restart", () => {
  test("keeps timers: nothing early, and what is overdue once", () => {
    const h = new RouterHarness();
    h.fire(A);
    h.advance(10 * SECOND);
    h.restart();
    expect(h.advance(19 * SECOND)).toEqual([]);
    expect(h.advance(SECOND)).toHaveLength(1);
    h.fire(B);
    h.nowMs += 3 * HOUR;
    h.restart();
    expect(h.tick()).toMatchObject([{ reason: "firing", firing: ["a", "b"] }]);
    expect(h.advance(HOUR)).toEqual([]);
  });

  test("with a tree that gives the alert another group of the same receiver pages nobody anew", () => {
    const h = new RouterHarness();
    const a = h.fire(A);
    h.advance(MINUTE);
    h.restart(routing({ route: route({ groupBy: ["n"] }) }));
    expect(h.advance(HOUR)).toEqual([]);
    h.resolve(a);
    expect(h.advance(HOUR)).toMatchObject([{ group: '{}:{n="a"}', status: "resolved", resolved: ["a"] }]);
    expect(h.groups.size).toBe(0);
  });

  test("with a tree that gives the alert to another receiver tells that one, and both of its end", () => {
    const both = routing().receivers;
    const h = new RouterHarness(routing({ receivers: [...both, { name: "night", channels: [] }] }));
    const a = h.fire(A);
    h.advance(MINUTE);
    h.restart(routing({ route: route({ receiver: "night" }), receivers: [...both, { name: "night", channels: [] }] }));
    expect(h.advance(HOUR)).toMatchObject([{ receiver: "night", reason: "firing", firing: ["a"] }]);
    h.restart();
    expect(h.advance(9 * HOUR)).toMatchObject([
      { receiver: "night", reason: "repeat" },
      { receiver: "night", reason: "repeat" },
    ]);
    h.resolve(a);
    const told = h.advance(HOUR);
    expect(told.map(({ receiver, resolved }) => [receiver, resolved])).toEqual(
      expect.arrayContaining([
        ["team", ["a"]],
        ["night", ["a"]],
      ]),
    );
    expect(told).toHaveLength(2);
    expect(h.groups.size).toBe(0);
  });

  test("without the receiver forgets what it was owed", () => {
    const h = new RouterHarness();
    const a = h.fire(A);
    h.advance(MINUTE);
    h.restart(routing({ route: route({ receiver: "other" }) }));
    h.advance(MINUTE);
    expect([...h.groups.values()].map(({ receiver }) => receiver)).toEqual(["other"]);
    h.resolve(a);
    expect(h.advance(HOUR).map(({ receiver }) => receiver)).toEqual(["other"]);
  });
});

describe("a clock that is set back", () => {
  test("delays a look by no more than its own time, and a repeat by no more than its own", () => {
    const h = new RouterHarness();
    h.fire(A);
    h.advance(MINUTE);
    h.nowMs -= 24 * HOUR;
    h.tick();
    h.fire(B);
    expect(h.advance(5 * MINUTE)).toMatchObject([{ reason: "firing", firing: ["a", "b"] }]);
    h.nowMs -= 24 * HOUR;
    h.tick();
    expect(h.advance(5 * HOUR)).toMatchObject([{ reason: "repeat", firing: ["a", "b"] }]);
  });

  test("while the monitor was down", () => {
    const h = new RouterHarness(routing({ route: route({ groupWaitMs: HOUR }) }));
    const a = h.fire(A);
    h.nowMs -= 24 * HOUR;
    h.restart();
    expect(h.advance(HOUR)).toMatchObject([{ firing: ["a"] }]);
    h.resolve(a);
    h.nowMs -= HOUR;
    h.restart();
    expect(h.advance(5 * MINUTE)).toMatchObject([{ resolved: ["a"] }]);
  });
});

test("shorter times of a route hold at once after a restart", () => {
  const h = new RouterHarness(routing({ route: route({ groupIntervalMs: HOUR }) }));
  h.fire(A);
  h.advance(MINUTE);
  h.fire(B);
  h.restart(routing({ route: route({ groupIntervalMs: MINUTE }) }));
  expect(h.advance(MINUTE)).toMatchObject([{ firing: ["a", "b"] }]);
});

describe("a throttle", () => {
  const throttled = routing({
    route: route({
      groupWaitMs: 0,
      groupIntervalMs: MINUTE,
      throttle: { max: 2, perMs: HOUR },
    }),
  });

  test("holds back what is beyond it, and says how much with the next message", () => {
    const h = new RouterHarness(throttled);
    const startMs = h.nowMs;
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      ids.push(h.fire({ alertname: "JobFailed", n: String(n) }));
      h.advance(MINUTE);
    }
    const told = h.advance(HOUR);
    expect(h.intents.map(({ atMs }) => (atMs - startMs) / MINUTE)).toEqual([0, 2, 60]);
    expect(told).toMatchObject([{ firing: ["0", "1", "2", "3", "4", "5"] }]);
    expect(h.intents.at(-1)?.message.heldBack).toBe(4);
    expect(h.history(ids[5]!)).toEqual(["throttled"]);
    expect(h.intents[1]?.message.heldBack).toBe(0);
    h.fire({ alertname: "JobFailed", n: "6" });
    h.advance(MINUTE);
    expect(h.intents).toHaveLength(4);
    expect(h.intents.at(-1)?.message.heldBack).toBe(0);
  });

  test("does not hold back critical alerts, unless it says so", () => {
    const h = new RouterHarness(throttled);
    for (let n = 0; n < 4; n += 1) {
      h.fire({ alertname: "JobFailed", n: String(n), severity: "critical" });
      h.advance(MINUTE);
    }
    expect(h.intents).toHaveLength(4);
    const strict = new RouterHarness(
      routing({ route: { ...throttled.route, throttle: { max: 2, perMs: HOUR, critical: true } } }),
    );
    for (let n = 0; n < 4; n += 1) {
      strict.fire({ alertname: "JobFailed", n: String(n), severity: "critical" });
      strict.advance(MINUTE);
    }
    expect(strict.intents).toHaveLength(2);
  });

  test("remembers over a group that was empty meanwhile, and is forgotten afterwards", () => {
    const h = new RouterHarness(throttled);
    const a = h.fire(A);
    h.tick();
    h.resolve(a);
    h.advance(MINUTE);
    expect(h.intents).toHaveLength(2);
    h.advance(10 * MINUTE);
    h.restart();
    const again = h.fire(A);
    expect(h.advance(30 * MINUTE)).toEqual([]);
    expect(h.router.explain(again, h.nowMs)?.groups).toMatchObject([
      { told: "no", heldBackBy: { kind: "throttled", name: "{}" } },
    ]);
    expect(h.advance(30 * MINUTE)).toMatchObject([{ firing: ["a"] }]);
    h.resolve(again);
    h.advance(4 * HOUR);
    expect(h.groups.size).toBe(0);
  });
});

describe("many alerts at once", () => {
  const wave = (count: number): { alertname: string; n: string }[] =>
    Array.from({ length: count }, (_, n) => ({ alertname: "JobFailed", n: String(n).padStart(4, "0") }));

  test("a wave becomes few messages, each alert named in one of them", () => {
    const h = new RouterHarness();
    for (const labels of wave(200)) {
      h.fire(labels);
      h.nowMs += 5;
      h.tick();
    }
    h.advance(HOUR);
    expect(h.intents.map(({ message }) => [message.alerts.length, message.truncatedAlerts])).toEqual(
      Array.from({ length: 4 }, () => [50, 150]),
    );
    const named = h.intents.flatMap(({ message }) => message.alerts.map(({ id }) => id));
    expect(new Set(named).size).toBe(200);
    expect(h.intents.flatMap(({ firing }) => firing).toSorted()).toEqual(named.toSorted());
    expect(new Set(h.intents.map(({ id }) => id)).size).toBe(4);
  });

  test("a larger one names some and counts the rest, and all ends are told", () => {
    const h = new RouterHarness();
    const ids = h.fireAll(wave(1000));
    h.advance(MINUTE);
    expect(h.intents).toHaveLength(4);
    expect(new Set(h.intents.flatMap(({ firing }) => firing))).toEqual(new Set(ids));
    expect(h.intents[0]?.message.truncatedAlerts).toBe(950);
    for (const id of ids) h.resolve(id);
    h.advance(5 * MINUTE);
    expect(new Set(h.intents.slice(4).flatMap(({ resolved }) => resolved))).toEqual(new Set(ids));
    expect(h.intents.slice(4).every(({ message }) => message.status === "resolved")).toBe(true);
    expect(new Set(h.intents.map(({ id }) => id)).size).toBe(8);
  });

  test("what is new is shown before what is known", () => {
    const h = new RouterHarness();
    h.fireAll(wave(60));
    h.advance(MINUTE);
    const late = h.fire({ alertname: "JobFailed", n: "late", severity: "info" });
    h.advance(5 * MINUTE);
    const message = h.intents.at(-1)?.message;
    expect(message?.alerts.map(({ id }) => id)).toContain(late);
    expect(message).toMatchObject({ truncatedAlerts: 11 });
  });
});

describe("explain", () => {
  test("says when, and what it waits for", () => {
    const h = new RouterHarness();
    const a = h.fire(A);
    expect(h.router.explain(a, h.nowMs)).toEqual({
      alertId: a,
      state: "firing",
      groups: [
        {
          groupKey: '{}:{alertname="JobFailed"}',
          receiver: "team",
          told: "no",
          heldBackBy: {
            kind: "waiting",
            name: "{}",
            detail: "looked at next at 2026-01-05T12:00:30.000Z: others may join within the group wait of 30 s",
          },
          nextLookMs: h.nowMs + 30 * SECOND,
        },
      ],
    });
    h.advance(MINUTE);
    expect(h.router.explain(a, h.nowMs)?.groups).toMatchObject([{ told: "firing", lastToldMs: h.nowMs - 30 * SECOND }]);
    expect(h.router.explain(a, h.nowMs)?.groups[0]).not.toHaveProperty("heldBackBy");
    h.held = "acknowledged";
    expect(h.router.explain(a, h.nowMs)?.groups).toMatchObject([{ heldBackBy: { kind: "acknowledged" } }]);
    h.resolve(a);
    expect(h.router.explain(a, h.nowMs)?.groups).toMatchObject([{ told: "firing", heldBackBy: { kind: "waiting" } }]);
    h.advance(5 * MINUTE);
    expect(h.router.explain(a, h.nowMs)).toMatchObject({ state: "resolved", groups: [{ told: "resolved" }] });
    expect(h.router.groupsOf(a)).toHaveLength(1);
    h.advance(HOUR);
    expect(h.router.explain(a, h.nowMs)).toBeUndefined();
  });

  test("names the alert that inhibits, the interval that mutes, the silence that hides", () => {
    const h = new RouterHarness(
      routing({
        inhibitRules: [
          {
            name: "host down",
            source: [{ name: "alertname", op: "=", value: "HostDown" }],
            target: [{ name: "alertname", op: "=", value: "JobFailed" }],
            equal: ["host"],
          },
        ],
        timeIntervals: [{ name: "noon", intervals: [{ timeZone: "UTC", times: [{ from: 12 * 60, to: 13 * 60 }] }] }],
        route: route({
          routes: [
            route({ id: '{}/{n="b"}', matchers: [{ name: "n", op: "=", value: "b" }], muteTimeIntervals: ["noon"] }),
          ],
        }),
      }),
    );
    const source = h.fire({ alertname: "HostDown", host: "h1" });
    const a = h.fire({ ...A, host: "h1" });
    const b = h.fire(B);
    const c = h.fire({ alertname: "JobFailed", n: "c" });
    const silence = h.silence([{ name: "n", op: "=", value: "c" }], HOUR);
    h.advance(MINUTE);
    const heldBackBy = (id: string): unknown => h.router.explain(id, h.nowMs)?.groups[0]?.heldBackBy;
    expect(heldBackBy(a)).toEqual({
      kind: "inhibited",
      name: "host down",
      detail: `inhibited by HostDown (${source}), rule "host down"`,
    });
    expect(heldBackBy(b)).toEqual({ kind: "muted", name: "noon", detail: 'within the mute times "noon"' });
    expect(heldBackBy(c)).toMatchObject({ kind: "silenced", name: silence.id });
    expect([a, b, c].map((id) => h.history(id))).toEqual([["inhibited"], ["muted"], ["silenced"]]);
  });

  test("the first of several reasons: inhibition, active times, mute times, silences", () => {
    const h = new RouterHarness(
      routing({
        inhibitRules: [
          {
            name: "all",
            source: [{ name: "alertname", op: "=", value: "Source" }],
            target: [{ name: "alertname", op: "=", value: "JobFailed" }],
            equal: [],
          },
        ],
        timeIntervals: [
          { name: "noon", intervals: [{ timeZone: "UTC", times: [{ from: 12 * 60, to: 13 * 60 }] }] },
          { name: "afternoon", intervals: [{ timeZone: "UTC", times: [{ from: 14 * 60, to: 18 * 60 }] }] },
        ],
        route: route({ muteTimeIntervals: ["noon"], activeTimeIntervals: ["afternoon"] }),
      }),
    );
    const reason = (id: string): unknown => h.router.explain(id, h.nowMs)?.groups[0]?.heldBackBy?.kind;
    const name = (id: string): unknown => h.router.explain(id, h.nowMs)?.groups[0]?.heldBackBy?.name;
    h.silence([{ name: "n", op: "=", value: "a" }], 24 * HOUR);
    const source = h.fire({ alertname: "Source" });
    const a = h.fire(A);
    expect(reason(a)).toBe("inhibited");
    h.resolve(source);
    expect([reason(a), name(a)]).toEqual(["muted", "afternoon"]);
    h.advance(90 * MINUTE);
    expect([reason(a), name(a)]).toEqual(["muted", "afternoon"]);
    h.advance(HOUR);
    expect(reason(a)).toBe("silenced");
    expect(h.history(a)).toEqual(["muted", "silenced"]);
  });

  test("mute times within active times", () => {
    const timeIntervals = [
      { name: "day", intervals: [{ timeZone: "UTC", times: [{ from: 8 * 60, to: 18 * 60 }] }] },
      { name: "noon", intervals: [{ timeZone: "UTC", times: [{ from: 12 * 60, to: 13 * 60 }] }] },
    ];
    const h = new RouterHarness(
      routing({ timeIntervals, route: route({ muteTimeIntervals: ["noon"], activeTimeIntervals: ["day"] }) }),
    );
    const a = h.fire(A);
    expect(h.advance(59 * MINUTE)).toEqual([]);
    expect(h.router.explain(a, h.nowMs)?.groups).toMatchObject([{ heldBackBy: { kind: "muted", name: "noon" } }]);
    expect(h.advance(6 * MINUTE)).toMatchObject([{ reason: "firing", firing: ["a"] }]);
  });

  test("of each group, where several routes take the alert", () => {
    const first = route({
      id: '{}/{n="a"}',
      receiver: "first",
      continue: true,
      matchers: [{ name: "n", op: "=", value: "a" }],
    });
    const second = route({
      id: '{}/{n=~"a|b"}',
      receiver: "second",
      matchers: [{ name: "n", op: "=~", value: "a|b" }],
    });
    const h = new RouterHarness(routing({ route: route({ routes: [first, second] }) }));
    const a = h.fire(A);
    h.fire(B);
    const told = h.advance(MINUTE).map(({ receiver, firing }) => [receiver, firing]);
    expect(told).toEqual([
      ["first", ["a"]],
      ["second", ["a", "b"]],
    ]);
    expect(h.router.explain(a, h.nowMs)?.groups.map(({ receiver, told: what }) => [receiver, what])).toEqual([
      ["first", "firing"],
      ["second", "firing"],
    ]);
  });
});

describe("what an incident asks about its group", () => {
  const key = '{}:{alertname="JobFailed"}';

  test("the alerts that were told and are not over, in their present episodes", () => {
    const h = new RouterHarness();
    const a = h.fire(A);
    expect(h.router.toldIn(key)).toEqual([]);
    h.advance(MINUTE);
    const b = h.fire(B);
    expect(h.router.toldIn(key).map(({ id }) => id)).toEqual([a]);
    h.resolve(a);
    expect(h.router.toldIn(key)).toEqual([]);
    h.advance(SECOND);
    const again = h.fire(A);
    expect(h.router.toldIn(key).map(({ id }) => id)).toEqual([again]);
    h.advance(5 * MINUTE);
    expect(h.router.toldIn(key).map(({ id }) => id)).toEqual([again, b]);
    expect(h.router.toldIn("none")).toEqual([]);
  });

  test("whether each of them is hidden", () => {
    const h = new RouterHarness();
    const a = h.fire(A);
    const b = h.fire(B);
    h.advance(MINUTE);
    expect(h.router.isSilent(key, h.nowMs)).toBe(false);
    h.silence([{ name: "n", op: "=", value: "a" }], HOUR);
    expect(h.router.isSilent(key, h.nowMs)).toBe(false);
    h.resolve(b);
    expect(h.router.isSilent(key, h.nowMs)).toBe(true);
    expect(h.router.isSilent(key, h.nowMs + HOUR)).toBe(false);
    h.resolve(a);
    expect(h.router.isSilent(key, h.nowMs)).toBe(false);
    expect(h.router.isSilent("none", h.nowMs)).toBe(false);
  });
});

test("a time interval that nobody defined is an error at once", () => {
  const config = routing({ route: route({ muteTimeIntervals: ["nights"] }) });
  expect(() => new RouterHarness(config)).toThrow(/No time interval is named "nights": define it/);
});
