import fc from "fast-check";
import { expect, test } from "vitest";

import { HOUR, MINUTE, route, RouterHarness, routing, SECOND } from "../../test/support/router-harness.ts";
import type { Alert } from "../model/alert.ts";
import type { AlertingConfig } from "../model/config.ts";
import { lookupOf } from "./alert-lookup.ts";

type Step =
  | { readonly kind: "fire" | "resolve" | "stale" | "fresh"; readonly n: number }
  | { readonly kind: "silence"; readonly n: number; readonly ms: number; readonly untilResolved: boolean }
  | { readonly kind: "unsilence" }
  | { readonly kind: "hold"; readonly held: "acknowledged" | "snoozed" | undefined }
  | { readonly kind: "wait"; readonly ms: number };

const ALERTS = 5;
const nth = fc.nat({ max: ALERTS - 1 });
// Waits end on looks as well as between them.
const duration = fc.oneof(
  fc.constantFrom(0, SECOND, 29 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, HOUR, 4 * HOUR),
  fc.integer({ min: 0, max: 20 * MINUTE }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("fire" as const), n: nth }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("resolve" as const), n: nth }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("stale" as const, "fresh" as const), n: nth }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("silence" as const),
      n: nth,
      ms: fc.integer({ min: 1, max: 2 * HOUR }),
      untilResolved: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "unsilence" as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("hold" as const),
      held: fc.constantFrom("acknowledged" as const, "snoozed" as const, undefined),
    }),
  },
  { weight: 9, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: duration }) },
);

const config: fc.Arbitrary<AlertingConfig> = fc
  .record({
    groupWaitMs: fc.constantFrom(0, 30 * SECOND),
    groupBy: fc.constantFrom<"all" | readonly string[]>(["alertname"], ["team"], "all"),
    throttle: fc.constantFrom(undefined, { max: 2, perMs: HOUR, critical: true }),
    second: fc.boolean(),
    night: fc.boolean(),
  })
  .map(({ groupWaitMs, groupBy, throttle, second, night }) => {
    const common = {
      groupWaitMs,
      groupBy,
      ...(throttle === undefined ? {} : { throttle }),
      muteTimeIntervals: night ? ["night"] : [],
    };
    const child = route({
      id: '{}/{team="x"}',
      receiver: "second",
      continue: true,
      matchers: [{ name: "team", op: "=", value: "x" }],
      ...common,
    });
    const other = route({ id: "{}/{}", receiver: "team", ...common });
    return routing({
      receivers: ["team", "second"].map((name) => ({ name, channels: [] })),
      route: route({ ...common, routes: second ? [child, other] : [] }),
      timeIntervals: [{ name: "night", intervals: [{ timeZone: "UTC", times: [{ from: 14 * 60, to: 15 * 60 }] }] }],
      inhibitRules: [
        {
          name: "first over the rest of its team",
          source: [{ name: "n", op: "=", value: "0" }],
          target: [{ name: "n", op: "!=", value: "0" }],
          equal: ["team"],
        },
      ],
    });
  });

/** Five alerts with fixed labels that fire and resolve as the steps say. */
class Run {
  readonly h: RouterHarness;
  readonly #current: (string | undefined)[] = Array.from({ length: ALERTS });
  readonly #restarts: boolean;

  constructor(options: { readonly config: AlertingConfig; readonly restarts: boolean }) {
    this.h = new RouterHarness(options.config);
    this.#restarts = options.restarts;
  }

  play(steps: readonly Step[]): void {
    for (const each of steps) {
      this.#play(each);
      if (this.#restarts) this.h.restart();
    }
  }

  #play(each: Step): void {
    const { h } = this;
    if (each.kind === "wait") this.#wait(each.ms);
    else if (each.kind === "hold") h.held = each.held;
    else if (each.kind === "silence") {
      h.silence([{ name: "n", op: "=", value: String(each.n) }], each.ms, each.untilResolved);
    } else if (each.kind === "unsilence") this.endSilences();
    else this.#transit(each.kind, each.n);
  }

  #wait(ms: number): void {
    if (!this.#restarts) {
      this.h.advance(ms);
      return;
    }
    // A restart after every look, and somewhere between two.
    const untilMs = this.h.nowMs + ms;
    while (this.h.nowMs < untilMs) {
      this.h.advance(0);
      const nextMs = Math.min(this.h.router.nextDeadlineMs(this.h.nowMs) ?? untilMs, untilMs);
      this.h.restart();
      this.h.advance(Math.floor((nextMs - this.h.nowMs) / 2));
      this.h.restart();
      this.h.advance(nextMs - this.h.nowMs);
      this.h.restart();
    }
    this.h.advance(0);
  }

  #transit(kind: "fire" | "resolve" | "stale" | "fresh", n: number): void {
    const id = this.#current[n];
    if (kind === "fire") {
      const labels = { alertname: "JobFailed", team: n < 3 ? "x" : "y", n: String(n), severity: "critical" };
      if (id === undefined) this.#current[n] = this.h.fire(labels);
    } else if (id !== undefined) {
      if (kind === "resolve") {
        this.h.resolve(id);
        this.#current[n] = undefined;
        // Two episodes within a millisecond are one to their lifecycle.
        this.h.nowMs += 1;
      } else this.h.change(id, { state: kind === "stale" ? "stale" : "firing" });
    }
  }

  endSilences(): void {
    for (const id of this.h.silences.keys()) this.h.router.expireSilence(id, this.h.nowMs, "ann");
  }

  /** Nothing hides or holds any more, and all data is there. */
  lift(): void {
    this.h.held = undefined;
    this.endSilences();
    for (let n = 0; n < ALERTS; n += 1) this.#transit("fresh", n);
    this.h.advance(3 * HOUR);
  }

  resolveAll(): void {
    for (let n = 0; n < ALERTS; n += 1) this.#transit("resolve", n);
    this.h.advance(6 * HOUR);
  }

  firing(): readonly Alert[] {
    return [...this.h.alerts.values()].filter(({ state }) => state === "firing");
  }
}

const steps = fc.array(step, { minLength: 1, maxLength: 40 });

test("what is told firing is told resolved, exactly once; and nothing is told twice", () => {
  fc.assert(
    fc.property(config, steps, (options, played) => {
      const run = new Run({ config: options, restarts: false });
      run.play(played);
      run.lift();
      expectAllTold(run);
      run.resolveAll();
      expectHonestTrace(run.h);
      expect(run.h.groups.size).toBe(0);
    }),
    { numRuns: 500 },
  );
});

test("restarts change nothing, wherever they fall", () => {
  fc.assert(
    fc.property(config, steps, (options, played) => {
      const [plain, restarted] = [false, true].map((restarts) => {
        const run = new Run({ config: options, restarts });
        run.play(played);
        return run;
      });
      expect(restarted?.h.nowMs).toBe(plain?.h.nowMs);
      expect(restarted?.h.intents).toEqual(plain?.h.intents);
      expect(restarted?.h.events).toEqual(plain?.h.events);
      expect(restarted?.h.groups).toEqual(plain?.h.groups);
      for (const id of plain?.h.alerts.keys() ?? []) {
        expect(restarted?.h.router.explain(id, plain?.h.nowMs ?? 0)).toEqual(
          plain?.h.router.explain(id, plain.h.nowMs),
        );
      }
    }),
    { numRuns: 500 },
  );
});

test("whatever a changed configuration moves, each receiver hears of an alert once, and of its end once", () => {
  fc.assert(
    fc.property(config, config, steps, steps, (before, after, first, second) => {
      const run = new Run({ config: before, restarts: false });
      run.play(first);
      run.h.restart(after);
      run.play(second);
      run.h.restart(before);
      run.lift();
      expectAllTold(run);
      run.resolveAll();
      const open = new Map<string, Set<string>>();
      const over = new Set<string>();
      for (const { receiver, firing, resolved, reason } of run.h.intents) {
        const known = (id: string): Set<string> => {
          const name = `${receiver} ${run.h.alerts.get(id)?.key}`;
          const episodes = open.get(name) ?? new Set();
          open.set(name, episodes);
          return episodes;
        };
        for (const id of resolved) {
          expect(over).not.toContain(`${receiver} ${id}`);
          over.add(`${receiver} ${id}`);
          known(id).delete(id);
        }
        for (const id of firing) {
          if (reason === "repeat") expect(known(id).size).toBeGreaterThan(0);
          known(id).add(id);
        }
      }
      expect([...open.values()].flatMap((ids) => [...ids])).toEqual([]);
      expect(run.h.groups.size).toBe(0);
    }),
    { numRuns: 500 },
  );
});

test("nobody is told of an alert that is silenced or inhibited at the time", () => {
  fc.assert(
    fc.property(config, steps, (options, played) => {
      const h = new RouterHarness(options);
      const run = new Run({ config: options, restarts: false });
      const tick = run.h.tick.bind(run.h);
      run.h.tick = () => {
        const before = run.h.intents.length;
        const told = tick();
        for (const intent of run.h.intents.slice(before)) {
          for (const id of intent.firing) expect(isHidden(run.h, id)).toBe(false);
        }
        return told;
      };
      run.play(played);
      expect(h.intents).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

/** Written without the parts of the router: by the silences as stored, and the alerts as they are. */
function isHidden(h: RouterHarness, id: string): boolean {
  const alert = h.alerts.get(id)!;
  const silenced = [...h.silences.values()].some(
    ({ startsAtMs, endsAtMs, matchers }) =>
      startsAtMs <= h.nowMs &&
      h.nowMs < endsAtMs &&
      matchers.every(({ name, value }) => lookupOf(alert)(name) === value),
  );
  const inhibited = [...h.alerts.values()].some(
    ({ state, labels }) =>
      state !== "resolved" &&
      labels["n"] === "0" &&
      alert.labels["n"] !== "0" &&
      labels["team"] === alert.labels["team"],
  );
  return silenced || inhibited;
}

/** Each alert that nothing hides is told as firing wherever it belongs. */
function expectAllTold(run: Run): void {
  const groups = [...run.h.groups.values()];
  for (const alert of run.firing()) {
    if (isHidden(run.h, alert.id)) continue;
    const told = groups.filter(({ toldFiring }) => toldFiring.includes(alert.id));
    const member = groups.filter(({ alerts }) => alerts.includes(alert.id));
    expect(member.length).toBeGreaterThan(0);
    expect(told).toEqual(member);
  }
}

/** Reads what was told as its receivers do. */
function expectHonestTrace(h: RouterHarness): void {
  const open = new Map<string, Set<string>>();
  const over = new Set<string>();
  const last = new Map<string, number>();
  for (const intent of h.intents) {
    const told = open.get(intent.groupKey) ?? new Set();
    open.set(intent.groupKey, told);
    const fresh = intent.firing.filter((id) => !told.has(id));
    const ended = intent.resolved.filter((id) => told.has(id));
    for (const id of [...fresh, ...intent.resolved]) expect(over).not.toContain(`${intent.groupKey} ${id}`);
    if (intent.reason === "repeat") {
      expect(fresh.length + intent.resolved.length - keptEpisodes(h, intent.firing, told)).toBeLessThanOrEqual(0);
      expect(intent.atMs - (last.get(intent.groupKey) ?? Number.NaN)).toBeGreaterThan(4 * HOUR);
    } else {
      expect(fresh.length + intent.resolved.length).toBeGreaterThan(0);
      if (intent.reason !== "fired_and_resolved" && fresh.length === 0) expect(ended.length).toBeGreaterThan(0);
    }
    for (const id of intent.firing) told.add(id);
    for (const id of intent.resolved) {
      told.delete(id);
      over.add(`${intent.groupKey} ${id}`);
    }
    expect(intent.message.status).toBe(told.size === 0 ? "resolved" : "firing");
    last.set(intent.groupKey, intent.atMs);
  }
  for (const told of open.values()) expect([...told]).toEqual([]);
  const ids = h.intents.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
}

/** Ids that are new to a receiver, of alerts that it knows from an episode before. */
function keptEpisodes(h: RouterHarness, firing: readonly string[], told: ReadonlySet<string>): number {
  const known = new Set([...told].map((id) => h.alerts.get(id)?.key));
  return firing.filter((id) => !told.has(id) && known.has(h.alerts.get(id)?.key)).length;
}
