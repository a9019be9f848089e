import { describe, expect, it } from "vitest";

import { runChild } from "./support/child.ts";
import type { SeenEvent } from "./support/telemetry.ts";

const LIBRARIES = ["node-cron", "cron", "croner", "node-schedule"] as const;
type Library = (typeof LIBRARIES)[number];
const MORNING = "2026-06-01T00:00:00.250Z";

class Seen {
  readonly events: readonly SeenEvent[];
  readonly stderr: string;

  constructor(events: readonly SeenEvent[], stderr: string) {
    this.events = events;
    this.stderr = stderr;
  }

  of(job: string, ...names: readonly string[]): readonly SeenEvent[] {
    return this.events.filter((event) => event.attributes["job.name"] === job && names.includes(event.name));
  }

  attributes(job: string, event: string, attribute: string): readonly unknown[] {
    return this.of(job, event).map((seen) => seen.attributes[attribute]);
  }

  /** Everything ever declared, once each, ascending, until `until`. */
  declared(job: string, until: string): readonly string[] {
    const lists = this.attributes(job, "job.declared", "job.schedule.next_times") as readonly (readonly string[])[];
    return [...new Set(lists.flat())].filter((time) => time < until).toSorted();
  }
}

async function play(library: Library, timeline: string, start = MORNING, env: NodeJS.ProcessEnv = {}): Promise<Seen> {
  const child = await runChild("run-timeline.ts", [library, timeline, start], env);
  if (child.code !== 0 || child.telemetry === undefined) throw new Error(`${library} ${timeline}: ${child.stderr}`);
  return new Seen(child.telemetry.events, child.stderr);
}

/** When `30 2 * * *` in Amsterdam runs on the day that has no 02:30, as each library has it. */
const GAP_DAY: Readonly<Record<Library, readonly string[]>> = {
  "node-cron": [],
  cron: ["2026-03-29T01:00:00.000Z"],
  croner: ["2026-03-29T01:00:00.000Z"],
  "node-schedule": ["2026-03-29T01:30:00.000Z"],
};

describe.concurrent.each(LIBRARIES)("%s", { timeout: 60_000 }, (library) => {
  it("over a spring change, what is declared is what runs, and nothing is missed", async () => {
    const seen = await play(library, "spring", "2026-03-28T22:00:00.250Z");
    const until = "2026-03-30T02:00:00.250Z";
    const met = seen.attributes("daily", "job.run.end", "job.run.scheduled_time");
    expect(met).toEqual([...GAP_DAY[library], "2026-03-30T00:30:00.000Z"]);
    expect(met).toEqual(seen.declared("daily", until));
    const half = seen.attributes("half", "job.run.end", "job.run.scheduled_time");
    expect(half.length).toBeGreaterThan(50);
    expect(half).toEqual(seen.declared("half", until));
    expect(seen.events.filter((event) => event.name === "job.slot.missed")).toEqual([]);
    expect(seen.stderr).toBe("");
  });

  it("in another zone than the process, a job meets its slots over the change of its own zone", async () => {
    const seen = await play(library, "zones", "2026-03-07T00:00:00.250Z", { TZ: "Asia/Kolkata" });
    const met = seen.attributes("zoned", "job.run.end", "job.run.scheduled_time");
    const expected = ["2026-03-07T12:00:00.000Z", "2026-03-08T11:00:00.000Z", "2026-03-09T11:00:00.000Z"];
    expect(met).toEqual(expected);
    expect(seen.declared("zoned", "2026-03-10")).toEqual(expected);
    expect(new Set(seen.attributes("zoned", "job.declared", "job.schedule.timezone"))).toEqual(
      new Set(["America/New_York"]),
    );
    expect(seen.events.filter((event) => event.name === "job.slot.missed")).toEqual([]);
  });

  it("after a blocked event loop each slot is a run or missed, and none is both", async () => {
    const seen = await play(library, "blocked");
    const met = seen
      .attributes("blocking", "job.run.end", "job.run.scheduled_time")
      .map((time) => Date.parse(String(time)));
    const missed = seen.of("blocking", "job.slot.missed").flatMap(({ attributes }) => {
      const from = Date.parse(String(attributes["job.slot.from"]));
      const count = Number(attributes["job.slot.count"]);
      return Array.from({ length: count }, (_, index) => from + index * 1000);
    });
    const all = Array.from({ length: 20 }, (_, index) => Date.parse("2026-06-01T00:00:01Z") + index * 1000);
    expect([...met, ...missed].toSorted((a, b) => a - b)).toEqual(all);
    // node-schedule catches up instead of skipping.
    if (library === "node-schedule") expect(missed).toEqual([]);
    else expect(missed.length).toBeGreaterThan(3);
  });

  it("stop, pause and cancel are told apart, and no slot of the time between is missed", async () => {
    const seen = await play(library, "life");
    const life = seen.of("deployed", "job.paused", "job.resumed", "job.removed").map((event) => event.name);
    const expected: Record<Library, readonly string[]> = {
      "node-cron": ["job.paused", "job.resumed", "job.paused", "job.removed"],
      cron: ["job.paused", "job.resumed"],
      croner: ["job.paused", "job.resumed", "job.removed"],
      "node-schedule": ["job.removed"],
    };
    expect(life).toEqual(expected[library]);
    expect(seen.of("deployed", "job.slot.missed")).toEqual([]);
    expect(seen.of("deployed", "job.run.end").length).toBeGreaterThan(5);
    expect([...new Set(seen.events.map((event) => event.attributes["job.name"]))]).toEqual(["deployed"]);
  });

  it("overlap: a held back run is a skip, an unprotected one is a run", async () => {
    const seen = await play(library, "overlap");
    const starts = seen.attributes("unprotected", "job.run.start", "job.run.scheduled_time");
    expect(starts.length).toBe(6);
    expect(seen.of("unprotected", "job.run.skip")).toEqual([]);
    if (library === "node-schedule") return;
    const skips = seen.of("slow", "job.run.skip");
    expect(skips.map(({ attributes }) => attributes["job.run.skip.reason"])).toEqual([
      "overlap",
      "overlap",
      "overlap",
      "overlap",
    ]);
    expect(skips.map(({ attributes }) => String(attributes["job.run.scheduled_time"]).slice(17, 19))).toEqual([
      "02",
      "03",
      "05",
      "06",
    ]);
    expect(
      seen.attributes("slow", "job.run.start", "job.run.scheduled_time").map((time) => String(time).slice(17, 19)),
    ).toEqual(["01", "04"]);
    expect(seen.of("slow", "job.slot.missed")).toEqual([]);
    // One that never ends: every later slot is a skip of its own.
    expect(seen.of("hung", "job.run.start")).toHaveLength(1);
    expect(seen.of("hung", "job.run.end", "job.slot.missed")).toEqual([]);
    expect(new Set(seen.attributes("hung", "job.run.skip", "job.run.scheduled_time")).size).toBe(5);
    expect(seen.attributes("hung", "job.run.skip", "job.run.skip.reason")).toEqual(
      Array.from({ length: 5 }, () => "overlap"),
    );
  });

  it("names: stable over restarts, two jobs with one name apart, options found", async () => {
    const [first, second] = await Promise.all([play(library, "names"), play(library, "names")]);
    const names = (seen: Seen): readonly unknown[] =>
      [
        ...new Set(seen.of.length === 0 ? [] : seen.events.map((event) => String(event.attributes["job.name"]))),
      ].toSorted();
    expect(names(second)).toEqual(names(first));
    const place = names(first).find((name) => /\.ts:\d+$/.test(String(name)));
    expect(String(place)).toContain(`timelines/${library}.ts:`);
    expect(new Set(names(first))).toEqual(new Set(["by hand", "critical", "marked", "same", "same#2", place]));
    const criticality = (job: string): unknown => first.attributes(job, "job.declared", "job.criticality")[0];
    expect([criticality("critical"), criticality("marked"), criticality("same")]).toEqual([
      "critical",
      "high",
      "normal",
    ]);
    expect(first.attributes("same", "job.declared", "job.owner.name")[0]).toBe("team");
    // A function wrapped by hand keeps its job, which the scheduler then knows more about; each tick is one run.
    const byHand = first.of("by hand", "job.run.end").map(({ attributes }) => attributes);
    expect(byHand).toHaveLength(2);
    expect(byHand[1]).toMatchObject({
      "job.run.trigger": "schedule",
      "job.run.scheduled_time": "2026-06-01T00:00:02.000Z",
    });
    expect(first.of("same", "job.run.end").length).toBe(first.of("same#2", "job.run.end").length);
  });

  it("tells a start by hand, at startup and by the schedule apart", async ({ skip }) => {
    if (library === "node-cron") skip("covered by its own events below");
    const seen = await play(library, "triggers");
    const triggers = seen.attributes("main", "job.run.end", "job.run.trigger");
    expect(triggers.slice(0, 3)).toEqual(
      library === "cron" ? ["startup", "schedule", "manual"] : ["schedule", "manual", "schedule"],
    );
    expect(seen.attributes("once", "job.run.end", "job.run.scheduled_time")).toEqual(["2026-06-01T00:00:02.750Z"]);
    expect(seen.attributes("once", "job.declared", "job.schedule.type").slice(-1)).toEqual(["none"]);
    if (library === "cron")
      expect(seen.attributes("extra", "job.run.end", "job.run.trigger").slice(0, 2)).toEqual(["schedule", "manual"]);
    if (library === "node-schedule") expect(seen.of("steps", "job.run.end").length).toBe(2);
  });
});

describe("node-cron", () => {
  it("a run that the coordinator gives to another instance is a skip", async () => {
    const seen = await play("node-cron", "lock");
    expect(seen.attributes("elected", "job.run.skip", "job.run.skip.reason")).toEqual(["lock", "lock", "lock"]);
    expect(seen.of("elected", "job.run.start", "job.run.end", "job.slot.missed")).toEqual([]);
  });
});

describe("cron", () => {
  it("declares what the library finds before it gives up", async () => {
    const seen = await play("cron", "undeclarable");
    const declared = seen.events.filter((event) => event.name === "job.declared");
    const times = declared.map((event) => event.attributes["job.schedule.next_times"]);
    expect(times).toContainEqual(["2028-02-29T00:00:00.000Z", "2032-02-29T00:00:00.000Z"]);
  });
});
