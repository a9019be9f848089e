import { createHash } from "node:crypto";

import { expect, test } from "vitest";

import { NOW, sampleAlert } from "../../test/notify/sample-attempt.ts";
import type { AckPage } from "./ack-page.ts";
import { renderAckPage } from "./ack-page.ts";

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(1)>\r\n\u202E`;
const confirm: AckPage = {
  kind: "confirm",
  alerts: [sampleAlert()],
  token: "abc.def",
  action: "/ack",
  nowMs: NOW,
};

test("the page shows what it is about and posts the token by a form", () => {
  const { status, body } = renderAckPage(confirm);
  expect(status).toBe(200);
  for (const part of ["JobStuck", "billing/api invoice.generate", "running for 2 h 3 min", "2026-11-25 07:59:03 UTC"]) {
    expect(body).toContain(part);
  }
  expect(body).toContain(`<form method="post" action="/ack"><input type="hidden" name="token" value="abc.def">`);
  expect(body).toContain(`<button type="submit">Acknowledge</button>`);
  expect(body).toMatch(/<html lang="en">.*<title>.+<\/title>.*<main><h1>/);
});

test("it works under its own policy: no script, its one style allowed by hash, nothing cached, no referrer for others", () => {
  const { headers, body } = renderAckPage(confirm);
  const style = /<style>(.*)<\/style>/.exec(body)![1]!;
  const hash = createHash("sha256").update(style).digest("base64");
  expect(headers["content-security-policy"]).toContain(`style-src 'sha256-${hash}'`);
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(headers).toMatchObject({ "cache-control": "no-store", "referrer-policy": "same-origin" });
  expect(body).not.toMatch(/<script|style=|src=|\son\w+=/);
});

test("texts and tokens of strangers stay text", () => {
  const alerts = [sampleAlert({ ruleName: HOSTILE, annotations: { summary: HOSTILE }, labels: { job_name: HOSTILE } })];
  const pages = [
    renderAckPage({ kind: "confirm", alerts, token: HOSTILE, action: HOSTILE, nowMs: NOW }),
    renderAckPage({ kind: "done", by: HOSTILE, atMs: NOW }),
    renderAckPage({ kind: "already_done", by: HOSTILE, atMs: NOW }),
  ];
  for (const { body } of pages) {
    expect(body).not.toMatch(/<script|<img/);
    expect(body.match(/<form/g)?.length ?? 0).toBe(body === pages[0]!.body ? 1 : 0);
  }
});

test.each([
  [{ kind: "done", by: "ann@example.com", atMs: NOW }, 200, "Acknowledged by ann@example.com"],
  [{ kind: "already_done" }, 200, "It was acknowledged. Nothing was changed"],
  [{ kind: "already_done", by: "ann", atMs: NOW }, 200, "It was acknowledged by ann at"],
  [{ kind: "expired" }, 410, "has expired"],
  [{ kind: "refused", detail: "used <once>" }, 410, "used &lt;once&gt;"],
  [{ kind: "wrong" }, 404, "not valid"],
] as const)("%o", (page, status, text) => {
  const answer = renderAckPage(page);
  expect(answer.status).toBe(status);
  expect(answer.body).toContain(text);
  expect(answer.body).not.toContain("<form");
});

test("a thousand alerts make a short page", () => {
  const alerts = Array.from({ length: 1000 }, () => sampleAlert());
  const { body } = renderAckPage({ kind: "confirm", alerts, token: "t", action: "/ack", nowMs: NOW });
  expect(body).toContain("and 990 more");
});
