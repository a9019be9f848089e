import { renderAckPage } from "@jobscope/alerting";
import { API_PREFIX } from "@jobscope/query-api";
import { beforeEach, describe, expect, it } from "vitest";

import { serveApi } from "../../../test/api-server.ts";
import type { Answer, ApiServer } from "../../../test/api-server.ts";
import { NOW } from "../../../test/samples.ts";
import { scriptedAlerting, TOKEN } from "../../../test/scripted-alerting.ts";
import type { ScriptedAlerting } from "../../../test/scripted-alerting.ts";

let api: ApiServer;
let alerting: ScriptedAlerting;
beforeEach(async () => {
  alerting = scriptedAlerting();
  api = await serveApi({ alerting });
  return () => api[Symbol.asyncDispose]();
});

const LINK = `alerts/ack?token=${TOKEN}`;
const FORM = "application/x-www-form-urlencoded";

/** Whoever has the link has no key. */
const open = (path: string, method = "GET"): Promise<Answer> => api.ask(path, { method, authorization: null });

/** As a browser sends the form of a page of ours. */
function send(
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return api.ask("alerts/ack", {
    method: "POST",
    authorization: null,
    body: new URLSearchParams(fields).toString(),
    headers: { "content-type": FORM, origin: api.url, "sec-fetch-site": "same-origin", ...headers },
  });
}

/** Hidden fields of the form on a page. */
function fieldsOf(html: string): Readonly<Record<string, string>> {
  const inputs = html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g);
  return Object.fromEntries([...inputs].map(([, name = "", value = ""]) => [name, value]));
}

const kinds = (): readonly string[] => alerting.commands.map(({ kind }) => kind);

describe("the link of a notification", () => {
  it("shows a page whose button acknowledges once", async () => {
    const page = await open(LINK);
    expect([page.status, page.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(page.text).toContain("JobFailed");
    const fields = fieldsOf(page.text);
    expect(fields).toEqual({ token: TOKEN });

    const done = await send(fields);
    expect([done.status, done.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(done.text).toContain("Acknowledged");
    expect(alerting.commands).toEqual([
      { kind: "inspect_token", token: TOKEN },
      { kind: "inspect_token", token: TOKEN },
      { kind: "acknowledge_by_token", token: TOKEN, by: "a recipient of the notification" },
    ]);

    for (const again of [await send(fields), await open(LINK)]) {
      expect(again.status).toBe(410);
      expect(again.text).toContain("The link was used already.");
      expect(again.text).not.toContain("<form");
    }
  });

  it("changes nothing until its button is pressed, however often a mail scanner follows it", async () => {
    for (const method of ["GET", "HEAD", "OPTIONS", "GET"]) expect((await open(LINK, method)).status).toBeLessThan(300);
    expect(new Set(kinds())).toEqual(new Set(["inspect_token"]));
    expect((await open(LINK)).text).toContain("<form");
  });

  it("answers HEAD as GET, without the page", async () => {
    const [head, get] = [await open(LINK, "HEAD"), await open(LINK)];
    expect([head.status, head.text]).toEqual([200, ""]);
    expect(head.headers["content-length"]).toBe(get.headers["content-length"]);
  });

  it.each(["PUT", "PATCH", "DELETE"])("does not take %s", async (method) => {
    const answer = await open(LINK, method);
    expect([answer.status, answer.headers.allow]).toEqual([405, "GET, HEAD, POST, OPTIONS"]);
    expect(alerting.commands).toEqual([]);
  });

  it("opens from a mail in a browser, which is another site", async () => {
    const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", referer: "https://mail.example/" };
    expect((await api.ask(LINK, { authorization: null, headers })).status).toBe(200);
  });

  it("is not acknowledged through the token in the address of a POST", async () => {
    const answer = await api.ask(LINK, { method: "POST", authorization: null, headers: { "content-type": FORM } });
    expect(answer.status).toBe(410);
    expect(alerting.commands).toEqual([]);
  });

  it.each([
    ["without token", "alerts/ack"],
    ["with an empty one", "alerts/ack?token="],
    ["with one that is too long", `alerts/ack?token=${"x".repeat(501)}`],
  ])("%s tells what to do and does not trouble the core", async (_what, path) => {
    const answer = await open(path);
    expect([answer.status, answer.headers["content-type"]]).toEqual([410, "text/html; charset=utf-8"]);
    expect(answer.text).toContain("Copy all of it");
    expect(alerting.commands).toEqual([]);
  });

  it("of another monitor is refused, by page and by button", async () => {
    for (const answer of [await open("alerts/ack?token=forged"), await send({ token: "forged" })]) {
      expect(answer.status).toBe(410);
      expect(answer.text).toContain("not signed by this monitor");
      expect(answer.text).not.toContain("forged");
    }
  });

  it("may carry what a mailing list appends to links", async () => {
    expect((await open(`${LINK}&utm_source=mail`)).status).toBe(200);
  });
});

describe("the page", () => {
  it("may load nothing, be framed nowhere, be kept nowhere, and give its address to nobody", async () => {
    for (const answer of [await open(LINK), await send({ token: TOKEN }), await open("alerts/ack?token=x")]) {
      const { headers } = answer;
      const policy = String(headers["content-security-policy"]).split("; ");
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("form-action 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy.join()).not.toContain("script-src");
      expect(headers["cache-control"]).toBe("no-store");
      // Not `no-referrer`, or the form would send the Origin `null`.
      expect(headers["referrer-policy"]).toBe("strict-origin");
      expect(headers["x-frame-options"]).toBe("DENY");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["x-robots-tag"]).toBe("noindex");
      expect(headers["set-cookie"]).toBeUndefined();
    }
  });
});

it("is complete with the page that the alerting renders", async () => {
  const ackPage: ScriptedAlerting["ackPage"] = (view) => {
    if (view.kind !== "ask") return renderAckPage({ kind: "done", by: "a test", atMs: NOW });
    const action = `${API_PREFIX}/alerts/ack`;
    return renderAckPage({ kind: "confirm", alerts: view.alerts, token: view.token, action, nowMs: NOW });
  };
  await using real = await serveApi({ alerting: { ...alerting, ackPage } });
  const page = await real.ask(LINK, { authorization: null });
  expect(page.text).toContain("cleanup");
  const [, action = ""] = /<form method="post" action="([^"]+)">/.exec(page.text) ?? [];
  const done = await real.ask(action, {
    method: "POST",
    authorization: null,
    body: new URLSearchParams(fieldsOf(page.text)).toString(),
    headers: { "content-type": FORM, origin: real.url, "sec-fetch-site": "same-origin" },
  });
  expect([done.status, kinds()]).toEqual([200, ["inspect_token", "inspect_token", "acknowledge_by_token"]]);
  expect(done.text).toContain("Acknowledged");
});

describe("a forged button", () => {
  it.each([
    ["from another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    ["from a frame without origin", { origin: "null", "sec-fetch-site": "cross-site" }],
    ["from a neighbour", { origin: "http://localhost:1", "sec-fetch-site": "same-site" }],
    ["by an old browser", { origin: "https://evil.example", "sec-fetch-site": "" }],
    ["without Origin", { "sec-fetch-site": "cross-site", origin: "" }],
  ])("%s changes nothing", async (_what, headers) => {
    const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ""));
    const answer = await api.ask("alerts/ack", {
      method: "POST",
      authorization: null,
      body: `token=${TOKEN}`,
      headers: { "content-type": FORM, ...sent },
    });
    expect([answer.status, answer.json.type]).toEqual([403, "urn:jobscope:problem:forbidden_origin"]);
    expect(alerting.commands).toEqual([]);
  });

  it.each(["application/json", "text/plain", "multipart/form-data; boundary=x"])("as %s is refused", async (type) => {
    const answer = await send({ token: TOKEN }, { "content-type": type });
    expect([answer.status, answer.json.fix]).toEqual([415, `Send Content-Type: ${FORM}.`]);
    expect(alerting.commands).toEqual([]);
  });

  it("of 64 KiB and more is refused", async () => {
    const answer = await send({ token: TOKEN, more: "x".repeat(65_536) });
    expect([answer.status, answer.json.type]).toEqual([413, "urn:jobscope:problem:too_large"]);
    expect(alerting.commands).toEqual([]);
  });

  it("through a name that was made to resolve to this machine is refused", async () => {
    const answer = await api.ask(LINK, { authorization: null, headers: { host: "evil.example" } });
    expect(answer.status).toBe(403);
    expect(alerting.commands).toEqual([]);
  });
});

describe("the token", () => {
  it("is in no failure, no answer and no header when the core is away", async () => {
    const error = new Error("the core is restarting");
    await using away = await serveApi({ alerting: { ...alerting, command: () => Promise.reject(error) } });
    const get = await away.ask(LINK, { authorization: null });
    const post = await away.ask("alerts/ack", {
      method: "POST",
      authorization: null,
      body: `token=${TOKEN}`,
      headers: { "content-type": FORM },
    });
    for (const answer of [get, post]) {
      expect(answer.json).toMatchObject({ status: 503, instance: "/api/scheduler-monitoring/alerts/ack" });
      expect(answer.headers["retry-after"]).toBe("5");
      expect(answer.text + JSON.stringify(answer.headers)).not.toContain(TOKEN);
    }
    const path = "/api/scheduler-monitoring/alerts/ack";
    expect(away.failures).toMatchObject([
      { method: "GET", path, error },
      { method: "POST", path, error },
    ]);
  });

  it("is in no failure when the alerting answers nonsense", async () => {
    const nonsense = async (): Promise<{ readonly kind: "hides"; readonly hides: [] }> => ({
      kind: "hides",
      hides: [],
    });
    await using odd = await serveApi({ alerting: { ...alerting, command: nonsense }, showErrorDetails: true });
    const answer = await odd.ask(LINK, { authorization: null });
    expect(answer.status).toBe(500);
    expect(answer.text + String(odd.failures[0]?.error)).not.toContain(TOKEN);
  });

  it("opens nothing else", async () => {
    for (const path of ["alerts", "alerts/al-firing", "silences", "status"]) {
      expect((await open(`${path}?token=${TOKEN}`)).status).toBe(401);
      const headers = { authorization: `Bearer ${TOKEN}` };
      expect((await api.ask(path, { authorization: null, headers })).status).toBe(401);
    }
  });
});

it("says so where no alerts are raised", async () => {
  await using off = await serveApi();
  const answer = await off.ask(LINK, { authorization: null });
  expect([answer.status, answer.json.type]).toEqual([409, "urn:jobscope:problem:conflict"]);
  expect(answer.text).not.toContain(TOKEN);
});
