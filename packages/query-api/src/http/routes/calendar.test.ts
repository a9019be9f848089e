import type { StoreReader } from "@jobscope/store";
import type { Run, Slot } from "@jobscope/tracker";
import { describe, expect, it } from "vitest";

import { serveApi } from "../../../test/api-server.ts";
import type { Answer } from "../../../test/api-server.ts";
import { memoryMetrics } from "../../../test/memory-metrics.ts";
import { memoryReader } from "../../../test/memory-reader.ts";
import { openSqliteWith } from "../../../test/readers.ts";
import { BILLING, CLEANUP, DIGEST, INVOICE, jobOf, NOW, runOf, slotOf } from "../../../test/samples.ts";
import { CALENDAR_VERDICTS, calendarSchema } from "../../model/calendar-resource.ts";

const PARIS = jobOf(BILLING, "nightly", {
  schedule: { type: "cron", expression: "0 1 * * *", timezone: "Europe/Paris" },
});

interface Facts {
  readonly runs?: readonly Run[];
  readonly slots?: readonly Slot[];
  readonly nowMs?: number;
}

/** One job, in Paris, and what is given of it. */
function readerOf({ runs = [], slots = [] }: Facts): StoreReader {
  const belongs = (jobId: string): boolean => jobId === PARIS.id;
  const detail = { job: PARIS, runs: [], declarations: [], instances: [] };
  return {
    ...memoryReader(),
    ...memoryMetrics({ runs, slots, telemetry: { series: [], truncated: false }, belongs }),
    job: async () => ({ ...detail, totals: { total: 0, byState: {}, averageDurationMs: undefined } }),
  };
}

async function calendar(query: string, facts: Facts = {}): Promise<Answer["json"]> {
  await using api = await serveApi({ reader: readerOf(facts), nowMs: () => facts.nowMs ?? NOW });
  const answer = await api.ask(`slots/calendar?${query}`);
  expect([query, answer.status, answer.status === 200 ? "" : answer.text]).toEqual([query, 200, ""]);
  expect(calendarSchema.parse(answer.json)).toEqual(answer.json);
  return answer.json;
}

const jobId = `job_id=${encodeURIComponent(PARIS.id)}`;
const runAt = (iso: string, fields: Partial<Run> = {}): Run => runOf(PARIS, 0, { startMs: Date.parse(iso), ...fields });
const daysWithRuns = ({ days }: Answer["json"]): readonly string[] =>
  days.filter(({ runs }: Answer["json"]) => runs.success > 0).map(({ date }: Answer["json"]) => date);

it.each([
  ["job", "2026-06-13", "Europe/Paris"],
  ["America/Los_Angeles", "2026-06-12", "America/Los_Angeles"],
  ["UTC", "2026-06-12", "UTC"],
])("a run at one in the morning in Paris stands, for tz=%s, on %s", async (tz, date, zone) => {
  const runs = [runAt("2026-06-12T23:10:00Z")];
  const body = await calendar(`${jobId}&tz=${tz}&from=2026-06-01&to=2026-07-01`, { runs });
  expect(daysWithRuns(body)).toEqual([date]);
  expect(body.timezone).toBe(zone);
});

it("is in the zone of the job where one is asked for, else in UTC, and says which and why", async () => {
  expect(await calendar(jobId)).toMatchObject({ timezone: "Europe/Paris", timezone_source: "job" });
  expect(await calendar("")).toMatchObject({ timezone: "UTC", timezone_source: "default" });
  expect(await calendar("tz=Asia/Tokyo")).toMatchObject({ timezone: "Asia/Tokyo", timezone_source: "request" });
});

it("shows the last 90 days, today included, empty ones too", async () => {
  const { days, from_time: from, to_time: to } = await calendar("");
  expect(days).toHaveLength(90);
  expect([days[0].date, days.at(-1).date]).toEqual(["2026-08-28", "2026-11-25"]);
  expect([from, to]).toEqual([days[0].from_time, days.at(-1).to_time]);
  expect(days[0].worst).toBe("empty");
});

it.each([
  ["Europe/Paris", "2026-03-29", 23, "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
  ["Europe/Paris", "2026-10-25", 25, "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"],
  ["America/New_York", "2026-03-08", 23, "2026-03-08T05:00:00.000Z", "2026-03-09T04:00:00.000Z"],
  ["Australia/Lord_Howe", "2026-04-05", 24.5, "2026-04-04T13:00:00.000Z", "2026-04-05T13:30:00.000Z"],
  ["Asia/Kathmandu", "2026-11-25", 24, "2026-11-24T18:15:00.000Z", "2026-11-25T18:15:00.000Z"],
  ["Pacific/Kiritimati", "2026-11-25", 24, "2026-11-24T10:00:00.000Z", "2026-11-25T10:00:00.000Z"],
  ["Pacific/Pago_Pago", "2026-11-25", 24, "2026-11-25T11:00:00.000Z", "2026-11-26T11:00:00.000Z"],
  // Summer time begins at midnight: the day begins at one.
  ["Africa/Cairo", "2026-04-24", 23, "2026-04-23T22:00:00.000Z", "2026-04-24T21:00:00.000Z"],
  ["America/Sao_Paulo", "2018-11-04", 23, "2018-11-04T03:00:00.000Z", "2018-11-05T02:00:00.000Z"],
])("in %s %s has %f hours", async (tz, date, hours, from, to) => {
  const next = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
  const { days } = await calendar(`tz=${tz}&from=${date}&to=${next}`);
  expect(days).toMatchObject([{ date, hours, from_time: from, to_time: to }]);
});

it("leaves out the day that Samoa left out", async () => {
  const { days } = await calendar("tz=Pacific/Apia&from=2011-12-29&to=2012-01-01");
  expect(days.map(({ date }: Answer["json"]) => date)).toEqual(["2011-12-29", "2011-12-31"]);
});

it("counts every run and slot of a year once, in every zone, and days follow each other", async () => {
  const first = Date.UTC(2025, 10, 1);
  const runs = Array.from({ length: 400 * 8 }, (_, at) =>
    runAt(new Date(first + at * 3 * 3_600_000 + 1).toISOString()),
  );
  for (const tz of ["UTC", "Europe/Paris", "America/St_Johns", "Asia/Kathmandu", "Pacific/Chatham", "Africa/Cairo"]) {
    const { days } = await calendar(`tz=${tz}&from=2025-10-31&to=2026-11-30`, { runs });
    const inside = runs.filter(({ startMs = 0 }) => startMs < Date.parse(days.at(-1).to_time)).length;
    expect(days.reduce((sum: number, day: Answer["json"]) => sum + day.runs.success, 0)).toBe(inside);
    for (const [index, day] of days.entries()) {
      if (index > 0) expect(day.from_time).toBe(days[index - 1].to_time);
    }
  }
});

it("takes an instant for the day in whose course it falls", async () => {
  const { days } = await calendar(`${jobId}&from=2026-06-12T23:10:00Z&to=2026-06-14T22:00:00Z`);
  expect(days.map(({ date }: Answer["json"]) => date)).toEqual(["2026-06-13", "2026-06-14"]);
});

it("shows what is to come to who asks for it", async () => {
  const slots = [slotOf(PARIS, Date.parse("2026-12-01T00:00:00Z"), "expected")];
  const { days } = await calendar(`${jobId}&from=2026-12-01`, { slots });
  expect([days.length, days[0].date, days[0].worst, days[0].slots.expected]).toEqual([90, "2026-12-01", "expected", 1]);
});

describe("the worst of a day", () => {
  const noon = Date.UTC(2026, 10, 24, 12);
  const run = (state: Run["state"]): Facts => ({ runs: [runAt(new Date(noon).toISOString(), { state })] });
  const slot = (state: Slot["state"], fields: Partial<Slot> = {}): Facts => ({
    slots: [slotOf(PARIS, noon, state, fields)],
  });

  it.each<readonly [string, Facts]>([
    ["missed", { ...run("failure"), ...slot("missed") }],
    ["failed", { ...run("timeout"), ...slot("unknown") }],
    ["unknown", slot("unknown")],
    ["late", { ...run("success"), ...slot("met", { late: true }) }],
    ["skipped", slot("skipped")],
    ["good", { ...run("success"), ...slot("met") }],
    ["running", run("running")],
    ["expected", slot("expected")],
    ["empty", {}],
  ])("is %s", async (worst, facts) => {
    const { days } = await calendar("from=2026-11-24&to=2026-11-25", facts);
    expect(days[0].worst).toBe(worst);
    expect(CALENDAR_VERDICTS).toContain(worst);
  });

  it("counts a gap as the slots in it", async () => {
    const { days } = await calendar("from=2026-11-24&to=2026-11-25", slot("missed", { untilMs: noon + 1, count: 7 }));
    expect(days[0].slots.missed).toBe(7);
  });
});

it.each([
  ["tz=Europe/Pariss", "tz", "Europe/Paris"],
  ["tz=paris", "tz", "UTC"],
  ["tz=%2B01:00", "tz", "UTC"],
  ["tz=job", "tz", "job_id"],
  ["from=2026-02-30", "from", "date"],
  ["from=1999-01-01", "from", "2000"],
  ["from=2025-01-01", "from", "from="],
  ["from=2026-11-25&to=2026-11-25", "to", "`to`"],
  ["from=2026-11-25&to=2026-11-20", "to", "`to`"],
])("refuses %s", async (query, parameter, fix) => {
  await using api = await serveApi();
  const answer = await api.ask(`slots/calendar?${query}`);
  expect([answer.status, answer.json.parameter]).toEqual([400, parameter]);
  expect(answer.json.fix).toContain(fix);
});

describe("over the SQLite store", () => {
  const at = (iso: string): number => Date.parse(iso);
  const run = (iso: string, number: number, state: Run["state"] = "success"): Run =>
    runOf(PARIS, number, { startMs: at(iso), endMs: at(iso) + 1500, state });
  const facts: Facts = {
    runs: [
      run("2026-06-12T23:10:00Z", 1),
      run("2026-06-13T00:10:00Z", 2, "failure"),
      run("2026-06-13T21:59:59.999Z", 3),
      run("2026-06-13T22:00:00Z", 4, "timeout"),
      run("2026-06-14T03:59:00Z", 5, "skip"),
      run("2026-06-14T06:00:00Z", 6, "error"),
    ],
    slots: [
      slotOf(PARIS, at("2026-06-12T23:00:00Z"), "met", { late: true }),
      slotOf(PARIS, at("2026-06-14T23:00:00Z"), "missed"),
      slotOf(PARIS, at("2026-06-15T23:00:00Z"), "unknown"),
      slotOf(PARIS, at("2026-06-16T10:00:00Z"), "missed", { untilMs: at("2026-06-16T10:05:00Z"), count: 6 }),
      slotOf(PARIS, at("2026-06-17T10:00:00Z"), "skipped"),
    ],
  };

  it("says the same as counting one by one, in every zone", async () => {
    const opened = openSqliteWith((store) => {
      store.writeChanges([
        { kind: "job", job: PARIS, before: undefined },
        ...(facts.runs ?? []).map((one) => ({ kind: "run", run: one, before: undefined }) as const),
        ...(facts.slots ?? []).map((one) => ({ kind: "slot", slot: one, before: undefined }) as const),
      ]);
    });
    await using api = await serveApi({ reader: opened.reader });
    for (const tz of ["job", "UTC", "America/Los_Angeles", "Asia/Kathmandu", "Australia/Lord_Howe"]) {
      const query = `${jobId}&tz=${tz}&from=2026-06-11&to=2026-06-19`;
      const counted = await calendar(query, facts);
      expect((await api.ask(`slots/calendar?${query}`)).json).toEqual(counted);
      expect(counted.days.reduce((sum: number, { slots }: Answer["json"]) => sum + slots.missed, 0)).toBe(7);
    }
    const { days } = (await api.ask(`slots/calendar?${jobId}&from=2026-06-12&to=2026-06-15`)).json;
    const runsOn = days.map(({ date, runs }: Answer["json"]) => [date, runs.success, runs.failure, runs.timeout]);
    expect(runsOn).toEqual([
      ["2026-06-12", 0, 0, 0],
      ["2026-06-13", 2, 1, 0],
      ["2026-06-14", 0, 0, 1],
    ]);
    opened.close();
  });
});

it("reads the zone of a job that is asked for by its name, and none of one that has none", async () => {
  await using api = await serveApi();
  const zoneOf = async (query: string): Promise<readonly string[]> => {
    const { timezone, timezone_source: source } = (await api.ask(`slots/calendar?${query}`)).json;
    return [timezone, source];
  };
  expect(await zoneOf(`job=${INVOICE.name}`)).toEqual(["America/Sao_Paulo", "job"]);
  expect(await zoneOf(`job_id=${encodeURIComponent(CLEANUP.id)}&tz=job`)).toEqual(["America/Sao_Paulo", "job"]);
  expect(await zoneOf(`job_id=${encodeURIComponent(DIGEST.id)}&tz=job`)).toEqual(["UTC", "default"]);
  expect(await zoneOf("service=billing")).toEqual(["UTC", "default"]);
});
