import type { SilenceResource } from "@jobscope/query-api";
import { beforeEach, describe, expect, it } from "vitest";

import { FIRING, silenceOf } from "../../../test/alert-samples.ts";
import { serveApi } from "../../../test/api-server.ts";
import type { Answer, ApiServer } from "../../../test/api-server.ts";
import { memoryReader } from "../../../test/memory-reader.ts";
import { READERS } from "../../../test/readers.ts";
import { NOW } from "../../../test/samples.ts";
import { scriptedAlerting } from "../../../test/scripted-alerting.ts";
import type { ScriptedAlerting } from "../../../test/scripted-alerting.ts";

describe.each(READERS)("over %s", (_name, open) => {
  it("lists silences by their end, with what they are at the moment, and not those long gone", async () => {
    const opened = open();
    await using api = await serveApi({ reader: opened.reader });
    const { status, json } = await api.ask("silences");
    opened.close();
    expect([status, json.next_cursor]).toEqual([200, null]);
    expect(json.items.map(({ id, state }: SilenceResource) => [id, state])).toEqual([
      ["s-pending", "pending"],
      ["s-active", "active"],
      ["s-expired", "expired"],
    ]);
    expect(json.items[1]).toEqual({
      id: "s-active",
      state: "active",
      matchers: [{ name: "job_name", op: "=", value: "cleanup" }],
      starts_time: "2026-11-25T11:59:00.000Z",
      ends_time: "2026-11-25T13:00:00.000Z",
      created_by: "admin-key",
      created_time: "2026-11-25T11:59:00.000Z",
      comment: "release",
      until_resolved: false,
      ended_by: null,
    });
    expect(json.items[2].ended_by).toBe("admin-key");
  });

  it("silences one alert by its labels", async () => {
    const opened = open();
    const alerting = scriptedAlerting();
    await using api = await serveApi({ reader: opened.reader, alerting });
    const json = { alert_id: FIRING.id, ends_time: "2026-11-26", comment: "known" };
    const answer = await api.ask("alerts/suppress", { method: "POST", json });
    opened.close();
    const matchers = Object.entries(FIRING.labels).map(([name, value]) => ({ name, op: "=", value }));
    expect(matchers.length).toBeGreaterThan(4);
    expect([answer.status, answer.json.silence.matchers]).toEqual([201, matchers]);
  });
});

describe("pages of silences", () => {
  /** Three ends for ten silences, so that some are alike. */
  const many = Array.from({ length: 10 }, (_, n) => silenceOf(`s${n}`, { endsAtMs: NOW + (n % 3) * 1000 + 1 }));

  it("hold each once, latest end first, while others come and go", async () => {
    let listed = many;
    await using api = await serveApi({ reader: { ...memoryReader(), silences: async () => listed } });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { json }: Answer = await api.ask(`silences?limit=3${cursor === null ? "" : `&cursor=${cursor}`}`);
      seen.push(...json.items.map(({ id }: SilenceResource) => id));
      cursor = json.next_cursor;
      listed = [
        silenceOf(`later ${seen.length}`, { endsAtMs: NOW + 60_000 }),
        ...listed.filter(({ id }) => id !== "s2"),
      ];
    } while (cursor !== null);
    expect(seen).toEqual(["s2", "s5", "s8", "s1", "s4", "s7", "s0", "s3", "s6", "s9"]);
  });

  it("are 50 silences long where nothing is said", async () => {
    const silences = Array.from({ length: 51 }, (_, n) => silenceOf(`s${n}`));
    await using api = await serveApi({ reader: { ...memoryReader(), silences: async () => silences } });
    const { json } = await api.ask("silences");
    expect([json.items.length, typeof json.next_cursor]).toEqual([50, "string"]);
    expect((await api.ask("silences?limit=51")).json.next_cursor).toBeNull();
  });
});

describe("edges of a silence", () => {
  it.each([
    [NOW, NOW + 1, "active"],
    [NOW + 1, NOW + 2, "pending"],
    [NOW - 1, NOW, "expired"],
  ])("from %d to %d it is %s", async (startsAtMs, endsAtMs, state) => {
    const silence = silenceOf("s", { startsAtMs, endsAtMs });
    await using api = await serveApi({ reader: { ...memoryReader(), silences: async () => [silence] } });
    expect((await api.ask("silences")).json.items[0].state).toBe(state);
  });
});

describe("to silence", () => {
  let api: ApiServer;
  let alerting: ScriptedAlerting;
  beforeEach(async () => {
    alerting = scriptedAlerting();
    api = await serveApi({ alerting });
    return () => api[Symbol.asyncDispose]();
  });

  const post = (json: unknown): Promise<Answer> => api.ask("alerts/suppress", { method: "POST", json });
  const MATCHERS = [{ name: "job_name", value: "cleanup" }];
  const VALID = { matchers: MATCHERS, ends_time: "2026-11-25T18:00:00Z", comment: "release" };

  it("takes matchers, an end and a reason, and says what is hidden", async () => {
    const answer = await post({
      ...VALID,
      matchers: [...MATCHERS, { name: "severity", op: "=~", value: "warning|info" }],
      starts_time: "2026-11-25T13:00:00Z",
      comment: "  release  ",
      until_resolved: true,
    });
    expect(answer.status).toBe(201);
    expect(answer.json.silence).toMatchObject({
      id: "s-new",
      state: "pending",
      starts_time: "2026-11-25T13:00:00.000Z",
      ends_time: "2026-11-25T18:00:00.000Z",
      created_by: "admin-key",
      comment: "release",
      until_resolved: true,
      ended_by: null,
    });
    expect(answer.json.hides.map(({ id }: { readonly id: string }) => id)).toEqual([FIRING.id]);
    expect(alerting.commands).toEqual([
      {
        kind: "suppress",
        silence: {
          matchers: [
            { name: "job_name", op: "=", value: "cleanup" },
            { name: "severity", op: "=~", value: "warning|info" },
          ],
          startsAtMs: Date.parse("2026-11-25T13:00:00Z"),
          endsAtMs: Date.parse("2026-11-25T18:00:00Z"),
          createdBy: "admin-key",
          comment: "release",
          untilResolved: true,
        },
      },
    ]);
  });

  it("leaves to the alerting what was not said", async () => {
    await post(VALID);
    expect(alerting.commands).toMatchObject([{ kind: "suppress" }]);
    const [command] = alerting.commands;
    expect(command?.kind === "suppress" && Object.keys(command.silence).toSorted()).toEqual([
      "comment",
      "createdBy",
      "endsAtMs",
      "matchers",
    ]);
  });

  it("shows beforehand what would be hidden, and changes nothing", async () => {
    for (const source of [{ matchers: MATCHERS }, { alert_id: FIRING.id }]) {
      const answer = await post({ ...source, ends_time: "2026-11-26", comment: "x", preview: true });
      expect([answer.status, answer.json.silence, answer.json.hides[0].id]).toEqual([200, null, FIRING.id]);
    }
    expect(alerting.commands.map(({ kind }) => kind)).toEqual(["preview_silence", "preview_silence"]);
  });

  it("refuses beforehand what it would refuse then", async () => {
    const answer = await post({ ...VALID, ends_time: "2026-11-25", preview: true });
    expect([answer.status, answer.json.parameter]).toEqual([400, "ends_time"]);
    expect(alerting.commands).toEqual([]);
  });

  it.each([
    ["an end that has passed", { ends_time: "2026-11-25T11:59:59Z" }, "ends_time", "an instant to come"],
    ["an end that is now", { ends_time: "2026-11-25T12:00:00Z" }, "ends_time", "an instant to come"],
    ["more than a year", { ends_time: "2027-11-25T12:00:01Z" }, "ends_time", "2027-11-25T12:00:00.000Z or earlier"],
    ["an end before its start", { starts_time: "2026-11-25T19:00:00Z" }, "ends_time", "after `starts_time`"],
    ["no end", { ends_time: undefined }, "ends_time", "Send a text."],
    ["an end in milliseconds", { ends_time: NOW + 1 }, "ends_time", "Send a text."],
    ["an end without a zone", { ends_time: "2026-11-26T12:00:00" }, "ends_time", "zone"],
    ["no reason", { comment: undefined }, "comment", "Send a text."],
    ["an empty reason", { comment: "" }, "comment", "length 1 or more"],
    ["a blank reason", { comment: " \t " }, "comment", "length 1 or more"],
    ["a reason as long as a book", { comment: "x".repeat(2001) }, "comment", "length 2000 or less"],
    ["no matchers", { matchers: [] }, "matchers", "length 1 or more"],
    ["neither matchers nor alert", { matchers: undefined }, "matchers", "`alert_id`, or `matchers`"],
    ["both", { alert_id: "a" }, "matchers", "`alert_id`, or `matchers`"],
    ["an alert that is none", { matchers: undefined, alert_id: "none" }, "alert_id", "GET alerts"],
    ["an empty alert", { matchers: undefined, alert_id: "" }, "alert_id", "length 1 or more"],
    ["matchers as text", { matchers: 'job_name="x"' }, "matchers", "a list"],
    ["a matcher as text", { matchers: ["x"] }, "matchers.0", "a JSON object"],
    ["an unknown operator", { matchers: [{ name: "a", op: "==", value: "" }] }, "matchers.0.op", "=, !=, =~, !~"],
    ["a matcher without name", { matchers: [{ name: "", value: "x" }] }, "matchers.0.name", "length 1 or more"],
    ["a matcher without value", { matchers: [{ name: "a" }] }, "matchers.0.value", "Send a text."],
    ["Alertmanager's isRegex", { matchers: [{ name: "a", value: "b", isRegex: true }] }, "matchers.0", "Leave it out"],
    ["51 matchers", { matchers: Array.from({ length: 51 }, () => MATCHERS[0]) }, "matchers", "length 50 or less"],
    [
      "a long pattern",
      { matchers: [{ name: "a", value: "x".repeat(2001) }] },
      "matchers.0.value",
      "length 2000 or less",
    ],
    ["Alertmanager's endsAt", { endsAt: "2026-11-26T00:00:00Z" }, "endsAt", "Allowed: alert_id, matchers"],
    ["an author", { created_by: "the boss" }, "created_by", "Allowed: alert_id, matchers"],
    ["a mistyped field", { end_time: "2026-11-26" }, "end_time", "Did you mean ends_time?"],
    ["a wish in words", { until_resolved: "yes" }, "until_resolved", "true or false"],
    ["a number as preview", { preview: 1 }, "preview", "true or false"],
  ])("refuses %s", async (_what, fields, parameter, fix) => {
    const answer = await post({ ...VALID, ...fields });
    expect([answer.status, answer.json.parameter]).toEqual([400, parameter]);
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(answer.json.fix).toContain(fix);
    expect(answer.json.detail).toMatch(/^Field \S+ of the body: .+\.$/);
    expect(alerting.commands).toEqual([]);
  });

  it("lists every field at fault", async () => {
    const { json } = await post({ ends_time: "later", extra: 1, preview: "x" });
    const named = json.errors.map(({ parameter }: { readonly parameter: string }) => parameter);
    expect(named.toSorted()).toEqual(["comment", "ends_time", "extra", "preview"]);
  });

  it("repeats neither a key nor what it cannot read in what it refuses", async () => {
    const long = "x".repeat(40);
    for (const [name, shown] of [
      ["jsk_0123456789", "(unnamed)"],
      ["__proto__.x\n", "__proto__.x?"],
      [long, `${long.slice(0, 30)}…`],
    ] as const) {
      const answer = await post({ ...VALID, [name]: 1 });
      expect([answer.status, answer.json.parameter]).toEqual([400, shown]);
      expect(answer.text).not.toContain(name);
    }
  });

  it.each([false, true])("says which matchers the alerting refuses; preview: %s", async (preview) => {
    const answer = await post({ ...VALID, preview, matchers: [{ name: "a", op: "=~", value: "(" }] });
    expect(answer.json).toMatchObject({
      status: 400,
      type: "urn:jobscope:problem:invalid_parameter",
      parameter: "matchers.0",
      detail: "Field matchers.0 of the body: Bad regex.",
      fix: "Send a pattern of RE2.",
    });
  });

  it("ends a silence, and says who did", async () => {
    const answer = await api.ask("silences/s-active", { method: "DELETE" });
    expect([answer.status, answer.json.id]).toEqual([200, "s-active"]);
    expect(answer.json).toMatchObject({
      state: "expired",
      ended_by: "admin-key",
      ends_time: "2026-11-25T12:00:00.000Z",
    });
    expect(alerting.commands).toEqual([{ kind: "expire_silence", id: "s-active", by: "admin-key" }]);
  });

  it("answers 404 for a silence that is not there", async () => {
    const answer = await api.ask("silences/none%2F..", { method: "DELETE" });
    expect(answer.json).toMatchObject({ status: 404, fix: "Take `id` from GET silences." });
    expect(alerting.commands).toMatchObject([{ id: "none/.." }]);
  });
});

describe("where nobody carries it out", () => {
  const WRITES = [
    ["POST", "alerts/suppress", { alert_id: FIRING.id, ends_time: "2026-11-26", comment: "x" }],
    ["POST", "alerts/suppress", { alert_id: FIRING.id, ends_time: "2026-11-26", comment: "x", preview: true }],
    ["POST", `alerts/${FIRING.id}/ack`, undefined],
    ["POST", `alerts/${FIRING.id}/snooze`, { until_time: "2026-11-26" }],
    ["DELETE", "silences/s-active", undefined],
  ] as const;

  it.each(WRITES)("%s %s is a conflict while alerting is off", async (method, path, json) => {
    await using api = await serveApi();
    const answer = await api.ask(path, { method, json });
    expect(answer.json).toMatchObject({ status: 409, type: "urn:jobscope:problem:conflict" });
    expect(answer.json.fix).toContain("--alerting-enabled on");
    expect(api.failures).toEqual([]);
  });

  it.each(WRITES)("%s %s says when to try again while the core is away", async (method, path, json) => {
    const error = new Error("SQLITE_FULL at /secret/path");
    const alerting = { ...scriptedAlerting(), command: () => Promise.reject(error) };
    await using api = await serveApi({ alerting, showErrorDetails: true });
    const answer = await api.ask(path, { method, json });
    expect(answer.json).toMatchObject({ status: 503, type: "urn:jobscope:problem:core_unavailable" });
    expect(answer.headers["retry-after"]).toBe("5");
    expect(answer.text).not.toMatch(/SQLITE|secret/);
    expect(api.failures).toMatchObject([{ method, path: `/api/scheduler-monitoring/${path}`, error }]);
  });

  it("an answer of another kind is a fault of ours", async () => {
    const alerting = { ...scriptedAlerting(), command: async () => ({ kind: "hides", hides: [] }) as const };
    await using api = await serveApi({ alerting });
    const answer = await api.ask("silences/s-active", { method: "DELETE" });
    expect([answer.status, answer.json.type]).toEqual([500, "urn:jobscope:problem:internal"]);
    expect(String(api.failures[0]?.error)).toContain("expire_silence with hides");
  });

  it("a silence of an alert waits for the store", async () => {
    const alerting = scriptedAlerting();
    const reader = { ...memoryReader(), alert: () => Promise.reject(new Error("x")) };
    await using api = await serveApi({ alerting, reader });
    const json = { alert_id: FIRING.id, ends_time: "2026-11-26", comment: "x" };
    const answer = await api.ask("alerts/suppress", { method: "POST", json });
    expect([answer.status, answer.json.type]).toEqual([503, "urn:jobscope:problem:store_unavailable"]);
    expect(alerting.commands).toEqual([]);
  });
});
