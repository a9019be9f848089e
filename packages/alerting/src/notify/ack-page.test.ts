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
  const body = renderAckPage(confirm);
  expect(body).not.toMatch(/<script|style=|src=|\son\w+=/);
  for (const part of ["JobStuck", "billing/api invoice.generate", "running for 2 h 3 min", "2026-11-25 07:59:03 UTC"]) {
    expect(body).toContain(part);
  }
  expect(body).toContain(`<form method="post" action="/ack"><input type="hidden" name="token" value="abc.def">`);
  expect(body).toContain(`<button type="submit">Acknowledge</button>`);
  expect(body).toMatch(/<html lang="en">.*<title>.+<\/title>.*<main><h1>/);
});

test("texts and tokens of strangers stay text", () => {
  const alerts = [sampleAlert({ ruleName: HOSTILE, annotations: { summary: HOSTILE }, labels: { job_name: HOSTILE } })];
  const pages = [
    renderAckPage({ kind: "confirm", alerts, token: HOSTILE, action: HOSTILE, nowMs: NOW }),
    renderAckPage({ kind: "done", by: HOSTILE, atMs: NOW }),
    renderAckPage({ kind: "refused", detail: HOSTILE }),
  ];
  for (const body of pages) {
    expect(body).not.toMatch(/<script|<img/);
    expect(body.match(/<form/g)?.length ?? 0).toBe(body === pages[0] ? 1 : 0);
  }
});

test.each([
  [{ kind: "done", by: "ann@example.com", atMs: NOW }, "Acknowledged by ann@example.com"],
  [{ kind: "refused", detail: "used <once>" }, "used &lt;once&gt;"],
  [{ kind: "refused", detail: "expired" }, "<h1>This link does not work</h1>"],
  [{ kind: "refused", detail: "acknowledged by ann", already: true }, "<h1>Already acknowledged</h1>"],
] as const)("%o", (page, text) => {
  const body = renderAckPage(page);
  expect(body).toContain(text);
  expect(body).not.toContain("<form");
});

test("a thousand alerts make a short page", () => {
  const alerts = Array.from({ length: 1000 }, () => sampleAlert());
  const body = renderAckPage({ kind: "confirm", alerts, token: "t", action: "/ack", nowMs: NOW });
  expect(body).toContain("and 990 more");
});
