import { beforeAll, describe, expect, it } from "vitest";

import type { Labels } from "../../../packages/alerting/src/model/labels.ts";
import type { Matchers } from "../../../packages/alerting/src/model/matcher.ts";
import { route, routing } from "../../../packages/alerting/test/support/router-harness.ts";
import { alertmanagerAvailable } from "./support/alertmanager-process.ts";
import { alertmanagerLane, type Line, ourLane, type Script, type Sequences, type Step } from "./support/lanes.ts";

// Looks are at 1 s, 3 s, 5 s … after the first alert of a group; repeats, strictly above 3 s, each 4 s. Nothing happens within
// 0.4 s of a look, so that a busy machine does not move it to the other side.
const TIMES = { groupWaitMs: 1000, groupIntervalMs: 2000, repeatIntervalMs: 3000 };
const LENGTH_MS = 14_000;

const is = (name: string, value: string): Matchers => [{ name, op: "=", value }];
const fire = (atMs: number, labels: Labels, ageMs = 0): Step => ({ kind: "fire", atMs, labels, ageMs });
const resolve = (atMs: number, labels: Labels): Step => ({ kind: "resolve", atMs, labels });
const a = (alertname: string, more: Labels = {}): Labels => ({ alertname, n: "a", ...more });
const b = (alertname: string, more: Labels = {}): Labels => ({ alertname, n: "b", ...more });

const config = routing({
  route: route({
    ...TIMES,
    routes: [
      route({
        ...TIMES,
        id: '{}/{alertname="Both"}',
        receiver: "first",
        continue: true,
        matchers: is("alertname", "Both"),
      }),
      route({
        ...TIMES,
        id: '{}/{alertname=~"Both|Critical"}',
        receiver: "second",
        matchers: [{ name: "alertname", op: "=~", value: "Both|Critical" }],
        groupBy: ["severity", "alertname"],
      }),
      route({
        ...TIMES,
        id: '{}/{alertname="Each"}',
        receiver: "each",
        matchers: is("alertname", "Each"),
        groupBy: "all",
      }),
    ],
  }),
  inhibitRules: [{ name: "source", source: is("role", "source"), target: is("role", "target"), equal: ["site"] }],
});

const AGREED: Readonly<Record<string, readonly Step[]>> = {
  "one that fires on is repeated": [fire(0, a("Fires"))],
  "one of two resolves, the other is repeated": [fire(0, a("Two")), fire(300, b("Two")), resolve(2000, a("Two"))],
  "one that resolves": [fire(0, a("Resolves")), resolve(2000, a("Resolves"))],
  "one that is over within the group wait": [fire(0, a("Brief")), resolve(500, a("Brief"))],
  "one that is over and fires anew between two looks": [
    fire(0, a("Again")),
    resolve(1500, a("Again")),
    fire(2200, a("Again")),
    resolve(10_000, a("Again")),
  ],
  "one that joins": [fire(0, a("Joins")), fire(4000, b("Joins"))],
  "one that resolves and fires anew later": [fire(0, a("Later")), resolve(2000, a("Later")), fire(6000, a("Later"))],
  "one that is silenced before it is told": [
    { kind: "silence", atMs: 0, matchers: is("alertname", "Hidden") },
    fire(200, a("Hidden")),
    { kind: "unsilence", atMs: 6200, matchers: is("alertname", "Hidden") },
  ],
  "one that is silenced once it was told": [
    fire(0, a("Quiet")),
    { kind: "silence", atMs: 2000, matchers: is("alertname", "Quiet") },
    { kind: "unsilence", atMs: 8000, matchers: is("alertname", "Quiet") },
  ],
  "one that is inhibited, until its source is over": [
    fire(0, a("Source", { role: "source", site: "s" })),
    fire(200, a("Target", { role: "target", site: "s" })),
    fire(200, a("Elsewhere", { role: "target", site: "t" })),
    resolve(4200, a("Source", { role: "source", site: "s" })),
  ],
  "one that is older than the group wait": [fire(300, a("Old"), 60_000)],
  "one that two routes take": [
    fire(0, a("Both", { severity: "critical" })),
    resolve(6000, a("Both", { severity: "critical" })),
  ],
  "one of a nested group key": [fire(0, a("Critical", { severity: 'a "b"' }))],
  "those that are groups of their own": [fire(0, a("Each")), fire(0, b("Each")), resolve(4000, b("Each"))],
};

const DIFFERENT: Readonly<Record<string, readonly Step[]>> = {
  Silenced: [
    fire(0, a("Silenced")),
    { kind: "silence", atMs: 1600, matchers: is("alertname", "Silenced") },
    resolve(2200, a("Silenced")),
  ],
  Inhibited: [
    fire(0, a("Inhibited", { role: "target", site: "d" })),
    fire(1600, a("Cause", { role: "source", site: "d" })),
    resolve(2200, a("Inhibited", { role: "target", site: "d" })),
  ],
  Untold: [fire(0, a("Untold")), fire(0, b("Untold")), resolve(500, b("Untold")), resolve(6000, a("Untold"))],
  Half: [
    fire(0, a("Half")),
    fire(0, b("Half")),
    { kind: "silence", atMs: 1600, matchers: [...is("alertname", "Half"), ...is("n", "b")] },
    resolve(2200, a("Half")),
  ],
};

const script: Script = {
  config,
  steps: [...Object.values(AGREED), ...Object.values(DIFFERENT)].flat(),
  lengthMs: LENGTH_MS,
};

describe.skipIf(!alertmanagerAvailable())("the same alerts through a real Alertmanager", () => {
  let theirs: Sequences;
  let ours: Sequences;
  beforeAll(async () => {
    theirs = await alertmanagerLane(script);
    ours = ourLane(script);
  });

  const keysOf = (sequences: Sequences, steps: readonly Step[]): readonly string[] => {
    const names = new Set(steps.flatMap((step) => ("labels" in step ? [step.labels["alertname"]] : [])));
    return [...sequences.keys()]
      .filter((key) => [...names].some((name) => key.includes(`alertname="${name}"`)))
      .toSorted();
  };

  it.each(Object.entries(AGREED))("%s: told in the same messages, under the same group keys", (_, steps) => {
    const pick = (sequences: Sequences): unknown => keysOf(sequences, steps).map((key) => [key, sequences.get(key)]);
    expect(pick(ours)).toEqual(pick(theirs));
  });

  it("compares messages, and not nothing", () => {
    const told = Object.values(AGREED).flatMap((steps) => keysOf(theirs, steps));
    expect(told.length).toBeGreaterThanOrEqual(15);
    expect(theirs.get('{}:{alertname="Fires"}')).toHaveLength(4);
  });

  const line = (firing: readonly string[], resolved: readonly string[], status: Line["status"] = "firing"): Line => ({
    status,
    firing,
    resolved,
  });
  const DIFFERENCES: readonly (readonly [
    string,
    string,
    { readonly theirs: readonly Line[]; readonly ours: readonly Line[] },
  ])[] = [
    [
      "the end of an alert that was told and is silenced by then",
      "Silenced",
      { theirs: [line(["a"], [])], ours: [line(["a"], []), line([], ["a"], "resolved")] },
    ],
    [
      "the end of an alert that was told and is inhibited by then",
      "Inhibited",
      { theirs: [line(["a"], [])], ours: [line(["a"], []), line([], ["a"], "resolved")] },
    ],
    [
      "the end of an alert whose beginning nobody heard of",
      "Untold",
      {
        theirs: [line(["a"], ["b"]), line(["a"], []), line([], ["a"], "resolved")],
        ours: [line(["a"], []), line(["a"], []), line([], ["a"], "resolved")],
      },
    ],
    [
      "whether all is over, while a silence hides what still fires",
      "Half",
      {
        theirs: [line(["a", "b"], []), line([], ["a"], "resolved")],
        ours: [line(["a", "b"], []), line([], ["a"], "firing")],
      },
    ],
  ];

  it.each(DIFFERENCES)("differs on %s", (_, name, expected) => {
    const key = `{}:{alertname="${name}"}`;
    expect({ theirs: theirs.get(key), ours: ours.get(key) }).toEqual(expected);
  });
});
