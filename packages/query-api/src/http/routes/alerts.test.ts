import { API_PREFIX } from "@jobscope/query-api";
import type { AlertResource } from "@jobscope/query-api";
import { describe, expect, it } from "vitest";

import { ACK_URL, ALERTS, FIRING, INCIDENT, PENDING, RESOLVED, STALE } from "../../../test/alert-samples.ts";
import { serveApi } from "../../../test/api-server.ts";
import type { Answer } from "../../../test/api-server.ts";
import { READERS } from "../../../test/readers.ts";
import { FAILED } from "../../../test/samples.ts";
import { scriptedAlerting } from "../../../test/scripted-alerting.ts";
import { servedOver } from "../../../test/served-over.ts";

const ids = (body: Answer["json"]): readonly string[] => body.items.map(({ id }: AlertResource) => id);

describe.each(READERS)("over %s", (_name, open) => {
  const api = servedOver(open, () => ({ alerting: scriptedAlerting() }));

  async function get(path: string): Promise<Answer["json"]> {
    const answer = await api.ask(path);
    expect([path, answer.status]).toEqual([path, 200]);
    return answer.json;
  }

  it("lists alerts by when they fired, newest first, without those that may never fire", async () => {
    const body = await get("alerts");
    const told = ALERTS.filter((alert) => alert !== PENDING);
    expect(ids(body)).toEqual(told.map(({ id }) => id));
    expect(body.next_cursor).toBeNull();
  });

  it.each([
    ["active=true", [FIRING.id, STALE.id]],
    ["active=false&rule=JobSlow", [RESOLVED.id]],
    ["state=pending", [PENDING.id]],
    ["state=pending,firing", [PENDING.id, FIRING.id]],
    ["state=firing&state=stale", [FIRING.id, STALE.id]],
    ["severity=critical", [FIRING.id]],
    ["severity=critical&state=pending", [PENDING.id]],
    ["severity=info", [RESOLVED.id]],
    ["rule=JobLate", [STALE.id]],
    ["rule=joblate", []],
    ["environment=", [RESOLVED.id]],
    ["environment=production&active=true", [FIRING.id, STALE.id]],
    ["namespace=", [RESOLVED.id]],
    ["namespace=shop&job=cleanup", [FIRING.id]],
    ["service=mail/%C3%A9", [RESOLVED.id]],
    ["service=billing&active=true", [FIRING.id, STALE.id]],
    ["job=invoice.generate&active=true", [STALE.id]],
    ["job=none", []],
    ["from=2026-11-25T11:45:00Z", [FIRING.id]],
    ["from=2026-11-25T11:40:00Z&to=2026-11-25T11:50:00Z", [STALE.id]],
    ["to=2026-11-25T11:40:00Z&severity=info", [RESOLVED.id]],
    ["from=2026-11-25T11:59:00Z&state=pending", [PENDING.id]],
  ])("filters by %s", async (query, expected) => {
    expect(ids(await get(`alerts?${query}`))).toEqual(expected);
  });

  it("active=false is the history", async () => {
    const { items } = await get("alerts?active=false&limit=1000");
    expect(items).toHaveLength(8);
    expect(new Set(items.map(({ state }: AlertResource) => state))).toEqual(new Set(["resolved"]));
  });

  it("pages through every alert once, whatever its state", async () => {
    const seen: string[] = [];
    let cursor: string | null = "";
    for (let page = 0; cursor !== null && page < 20; page++) {
      const query = `limit=2&state=pending,firing,stale,resolved${cursor === "" ? "" : `&cursor=${cursor}`}`;
      const body: Answer["json"] = await get(`alerts?${query}`);
      seen.push(...ids(body));
      cursor = body.next_cursor;
    }
    expect(seen).toHaveLength(ALERTS.length);
    expect(new Set(seen)).toEqual(new Set(ALERTS.map(({ id }) => id)));
  });

  it("refuses the cursor of another filter", async () => {
    const { next_cursor: cursor } = await get("alerts?active=false&limit=2");
    const answer = await api.ask(`alerts?active=true&limit=2&cursor=${cursor}`);
    expect([answer.status, answer.json.parameter]).toEqual([400, "cursor"]);
  });

  it("says in one item all that is known of an alert", async () => {
    const { items } = await get("alerts?state=firing");
    expect(items[0]).toEqual({
      id: FIRING.id,
      url: `${API_PREFIX}/alerts/${FIRING.id}`,
      rule: "JobFailed",
      severity: "critical",
      state: "firing",
      summary: "cleanup failed 3 times",
      finding: "3 failed runs in a row",
      value: 3,
      labels: FIRING.labels,
      annotations: FIRING.annotations,
      fingerprint: "c0ffee0123456789",
      service: { environment: "production", namespace: "shop", name: "billing" },
      job_id: FAILED.jobId,
      job_name: "cleanup",
      run_id: FAILED.key,
      trace_id: "0af7651916cd43dd8448eb211c80319c",
      error: { type: "TypeError", message: "x is not a function" },
      last_good_time: "2026-11-25T11:00:00.000Z",
      first_time: "2026-11-25T11:48:00.000Z",
      last_time: "2026-11-25T11:58:00.000Z",
      count: 3,
      pending_time: "2026-11-25T11:50:00.000Z",
      fired_time: "2026-11-25T11:50:00.000Z",
      resolved_time: null,
      resolve_reason: null,
      resolve_detail: null,
      flapping: true,
    });
    // What it names can be asked for.
    expect((await get(`runs/${encodeURIComponent(items[0].run_id)}`)).id).toBe(FAILED.key);
    expect((await get(`jobs/${encodeURIComponent(items[0].job_id)}`)).name).toBe("cleanup");
  });

  it("says null for what is not known, and never leaves a key out", async () => {
    const { items } = await get("alerts?state=pending,firing,resolved");
    for (const item of items) expect(Object.keys(item)).toEqual(Object.keys(items[0]));
    const pending = items.find(({ id }: AlertResource) => id === PENDING.id);
    expect(pending).toMatchObject({ fired_time: null, error: null, run_id: null, count: null, flapping: false });
    expect(pending.pending_time).toBe("2026-11-25T11:59:00.000Z");
    const resolved = items.find(({ id }: AlertResource) => id === RESOLVED.id);
    expect(resolved).toMatchObject({
      // Not a number, which JSON does not have.
      value: null,
      service: { environment: null, namespace: null, name: "mail/é" },
      resolved_time: "2026-11-25T11:10:00.000Z",
      resolve_reason: "condition_cleared",
      resolve_detail: "The last run was quick.",
    });
  });

  it("shows one alert with its history, incident, notifications and why", async () => {
    const { items } = await get("alerts?state=firing");
    const detail = await get(items[0].url);
    expect(detail).toMatchObject(items[0]);
    expect(detail.events).toEqual([
      { time: "2026-11-25T11:50:00.000Z", kind: "firing", detail: "3 failed runs in a row" },
      { time: "2026-11-25T11:51:00.000Z", kind: "notified", detail: "through mail" },
    ]);
    expect(detail.incidents).toEqual([
      {
        id: INCIDENT.id,
        state: "triggered",
        policy: "critical",
        level: 1,
        loop: 1,
        opened_time: "2026-11-25T11:50:00.000Z",
        next_step_time: "2026-11-25T12:05:00.000Z",
        acknowledged_by: null,
        acknowledged_time: null,
        snoozed_until_time: null,
        resolved_time: null,
      },
    ]);
    expect(detail.notifications).toMatchObject([
      {
        id: "n-2",
        channel: "chat",
        state: "waiting",
        attempts: 2,
        next_attempt_time: "2026-11-25T12:01:00.000Z",
        last_error: "429 Too Many Requests",
        failed_over_from: "mail",
      },
      {
        id: "n-1",
        channel: "mail",
        reason: "firing",
        state: "delivered",
        created_time: "2026-11-25T11:50:00.000Z",
        finished_time: "2026-11-25T11:51:00.000Z",
        next_attempt_time: null,
        last_error: null,
      },
    ]);
    expect(detail.explanation).toEqual([
      {
        receiver: "default",
        told: "firing",
        last_told_time: "2026-11-25T11:51:00.000Z",
        held_back_by: { kind: "silenced", name: "s-active", detail: "release" },
        next_look_time: "2026-11-25T12:01:00.000Z",
      },
    ]);
  });

  it("never shows what an acknowledgement token is made of", async () => {
    const answer = await api.ask(`alerts/${FIRING.id}`);
    expect(answer.text).not.toContain("of-the-stored-message");
    expect(answer.text).not.toContain(ACK_URL);
    expect(answer.text).not.toContain(String(INCIDENT.tokenEpoch));
  });

  it("shows an alert that is history without an explanation", async () => {
    const detail = await get(`alerts/${RESOLVED.id}`);
    expect(detail).toMatchObject({ explanation: null, events: [], incidents: [], notifications: [] });
  });

  it("answers 404 for an alert that is not there", async () => {
    const answer = await api.ask("alerts/none");
    expect([answer.status, answer.json.type]).toEqual([404, "urn:jobscope:problem:not_found"]);
    expect(answer.json.fix).toContain("GET alerts");
  });

  it("keeps an ETag while nothing changes", async () => {
    const { headers } = await api.ask("alerts");
    const again = await api.ask("alerts", { headers: { "if-none-match": String(headers.etag) } });
    expect(again.status).toBe(304);
  });
});

describe("with what the core says", () => {
  it("shows what is stored although nobody can explain it, and tells the host", async () => {
    const error = new Error("the core is restarting");
    const alerting = { ...scriptedAlerting(), command: () => Promise.reject(error) };
    await using api = await serveApi({ alerting });
    const answer = await api.ask(`alerts/${FIRING.id}`);
    expect([answer.status, answer.json.id, answer.json.explanation]).toEqual([200, FIRING.id, null]);
    expect(api.failures).toEqual([{ method: "GET", path: "/alerts/{id}", error }]);
  });

  it("shows history where no alerts are raised any more", async () => {
    await using api = await serveApi();
    expect((await api.ask(`alerts/${FIRING.id}`)).json.explanation).toBeNull();
    expect((await api.ask("alerts?active=true")).json.items).toHaveLength(2);
  });

  it("acknowledges in the name of whoever has the key", async () => {
    const alerting = scriptedAlerting();
    await using api = await serveApi({ alerting });
    for (const options of [{}, { json: {} }, { body: "", headers: { "content-type": "application/json" } }]) {
      const answer = await api.ask(`alerts/${FIRING.id}/ack`, { method: "POST", ...options });
      expect(answer.status).toBe(200);
      expect(answer.json).toMatchObject({
        items: [{ id: "inc-1", state: "acknowledged", acknowledged_by: "admin-key" }],
        next_cursor: null,
      });
    }
    const command = { kind: "acknowledge", alertId: FIRING.id, by: "admin-key" };
    expect(alerting.commands).toEqual([command, command, command]);
  });

  it("snoozes until an instant", async () => {
    const alerting = scriptedAlerting();
    await using api = await serveApi({ alerting });
    const answer = await api.ask(`alerts/${FIRING.id}/snooze`, {
      method: "POST",
      json: { until_time: "2026-11-25T14:00:00+01:00" },
    });
    expect(answer.status).toBe(200);
    expect(answer.json.items).toMatchObject([
      { state: "snoozed", policy: null, snoozed_until_time: "2026-11-25T13:00:00.000Z" },
    ]);
    const untilMs = Date.parse("2026-11-25T13:00:00Z");
    expect(alerting.commands).toEqual([{ kind: "snooze", alertId: FIRING.id, untilMs, by: "admin-key" }]);
  });

  it.each([
    [{}, "until_time", "Send a text."],
    [{ until_time: null }, "until_time", "Send a text."],
    [{ until_time: 1_800_000_000_000 }, "until_time", "Send a text."],
    [{ until_time: "tomorrow" }, "until_time", "ISO 8601"],
    [{ until_time: "2026-11-26T09:00:00" }, "until_time", "zone"],
    [{ until_time: "2026-11-25T12:00:00Z" }, "until_time", "an instant to come"],
    [{ until_time: "2026-12-25T12:00:01Z" }, "until_time", "2026-12-25T12:00:00.000Z or earlier"],
    [{ until_time: "2026-11-26", untl_time: 1 }, "untl_time", "Did you mean until_time?"],
    [[], "", "a JSON object"],
    ["2026-11-26", "", "a JSON object"],
    [null, "", "a JSON object"],
  ])("refuses to snooze by %j", async (json, parameter, fix) => {
    const alerting = scriptedAlerting();
    await using api = await serveApi({ alerting });
    const answer = await api.ask(`alerts/${FIRING.id}/snooze`, { method: "POST", json });
    expect([answer.status, answer.json.parameter]).toEqual([400, parameter]);
    expect(answer.json.fix).toContain(fix);
    expect(alerting.commands).toEqual([]);
  });

  it("refuses fields and parameters of an acknowledgement", async () => {
    const alerting = scriptedAlerting();
    await using api = await serveApi({ alerting });
    const field = await api.ask(`alerts/${FIRING.id}/ack`, { method: "POST", json: { by: "somebody else" } });
    expect([field.status, field.json.parameter]).toEqual([400, "by"]);
    expect(field.json.fix).toBe("This endpoint takes no fields.");
    const parameter = await api.ask(`alerts/${FIRING.id}/ack?by=me`, { method: "POST" });
    expect([parameter.status, parameter.json.parameter]).toEqual([400, "by"]);
    expect(alerting.commands).toEqual([]);
  });

  it.each(["ack", "snooze"])("answers %s of an alert that nobody is told of with 404", async (action) => {
    await using api = await serveApi({ alerting: scriptedAlerting() });
    const json = action === "ack" ? {} : { until_time: "2026-11-26" };
    const answer = await api.ask(`alerts/${RESOLVED.id}/${action}`, { method: "POST", json });
    expect(answer.json).toMatchObject({ status: 404, detail: "No group holds it." });
    expect(answer.json.fix).toContain("GET alerts?active=true");
  });

  it.each([
    ["alerts/a/ack", "POST, OPTIONS"],
    ["alerts/a/snooze", "POST, OPTIONS"],
    ["alerts/suppress", "POST, OPTIONS"],
    ["alerts", "GET, HEAD, OPTIONS"],
    ["alerts/a", "GET, HEAD, OPTIONS"],
    ["silences", "GET, HEAD, OPTIONS"],
    ["silences/a", "DELETE, OPTIONS"],
    ["alerts/ack", "GET, HEAD, POST, OPTIONS"],
  ])("says which methods %s takes", async (path, allow) => {
    const alerting = scriptedAlerting();
    await using api = await serveApi({ alerting });
    for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"].filter((one) => !allow.includes(one))) {
      const answer = await api.ask(path, { method });
      expect([method, answer.status, answer.headers.allow]).toEqual([method, 405, allow]);
      if (method !== "HEAD") expect(answer.json.detail).toContain(method);
    }
    const options = await api.ask(path, { method: "OPTIONS" });
    expect([options.status, options.headers.allow]).toEqual([204, allow]);
    expect(alerting.commands).toEqual([]);
  });
});
