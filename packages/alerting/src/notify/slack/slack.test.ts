import { expect, test } from "vitest";

import type { Answer, HttpReceiver } from "../../../test/notify/http-receiver.ts";
import { startReceiver } from "../../../test/notify/http-receiver.ts";
import { sampleAlert, sampleAttempt } from "../../../test/notify/sample-attempt.ts";
import type { TestSender } from "../../../test/notify/test-sender.ts";
import { testSender } from "../../../test/notify/test-sender.ts";
import { MAX_SLACK_TEXT, slackPayload } from "./payload.ts";
import { slackText } from "./slack-text.ts";

const CANARY = "T0/B0/c4n4ry";

function slack(receiver: HttpReceiver): TestSender {
  const options = { allowPrivateTargets: [receiver.place], limits: { httpTotalMs: 1000 } };
  const sender = testSender({ type: "slack", url: "file:/run/slack" }, options);
  sender.secrets.set("file:/run/slack", `http://${receiver.place}/services/${CANARY}\n`);
  return sender;
}

/** Slack's own answer. */
const ok: Answer = (response) => response.end("ok");

/** Every text that Slack shows, however deep. */
function texts(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    name === "text" && typeof part === "string" ? [part] : texts(part),
  );
}

test("a message has a header, the facts, the link and a text for those who see no blocks", async () => {
  await using receiver = await startReceiver(ok);
  using sender = slack(receiver);
  expect(await sender.outcome()).toMatchObject({ kind: "delivered" });
  const [request] = receiver.requests;
  expect(request).toMatchObject({ method: "POST", url: `/services/${CANARY}` });
  const payload: unknown = JSON.parse(request!.body);
  expect(payload).toMatchObject({
    text: "[FIRING critical] JobStuck: billing/api invoice.generate running for 2 h 3 min",
    link_names: false,
    blocks: [
      {
        type: "header",
        text: { type: "plain_text", text: "[FIRING critical] JobStuck: billing/api invoice.generate" },
      },
      { type: "section", text: { type: "plain_text" } },
      {
        type: "section",
        text: {
          type: "mrkdwn",
          text: "<https://runbooks.example.com/stuck?job=invoice|Runbook> · <https://jobs.example.com/api/scheduler-monitoring/alerts/alert-1|Alert>",
        },
      },
      { type: "section", text: { type: "mrkdwn", text: "<https://jobs.example.com/ack/abc.def|Acknowledge>" } },
      { type: "context" },
    ],
  });
  expect(texts(payload).join("\n")).toContain("Last good run: 2026-11-24 08:02:03 UTC");
});

test("nothing that jobs write is markup or calls people out", () => {
  const hostile = "<!channel> @here @everyone *bold* <https://evil.example|click> <@U123> & </> `code`";
  const labels = { job_name: hostile, service_name: hostile };
  const alerts = [
    sampleAlert({
      ruleName: hostile,
      labels,
      annotations: { summary: hostile, description: hostile, runbook_url: `javascript:alert(1)` },
      evidence: { errorType: hostile, errorMessage: hostile },
    }),
  ];
  const payload = slackPayload(sampleAttempt({}, { alerts, receiver: hostile }), {});
  const shown = texts(payload);
  const ours = [
    "<https://jobs.example.com/ack/abc.def|Acknowledge>",
    "<https://jobs.example.com/api/scheduler-monitoring/alerts/alert-1|Alert>",
  ];
  for (const text of shown.filter((each) => !ours.includes(each))) {
    expect(text).not.toMatch(/[<>]/);
    expect(text).not.toMatch(/@(?:here|everyone|channel)/);
    expect(text.replaceAll(/&(?:amp|lt|gt);/g, "")).not.toContain("&");
  }
  expect(JSON.stringify(payload)).not.toContain(`"mrkdwn","text":"${hostile.slice(0, 4)}`);
});

test("a link that could end its markup cannot", () => {
  const annotations = { summary: "s", runbook_url: "https://example.com/a|b?c=<!channel>&d" };
  const payload = slackPayload(sampleAttempt({}, { alerts: [sampleAlert({ annotations })] }), {});
  expect(texts(payload).join("\n")).toContain("<https://example.com/a%7Cb?c=%3C!channel%3E&amp;d|Runbook>");
});

test("whatever is in it, it stays within Slack's limits and says what is missing", () => {
  const long = "<&>\u{1F600} @here ".repeat(70_000);
  const annotations = { summary: long, description: long, runbook_url: `https://example.com/${"a".repeat(500)}` };
  const alerts = Array.from({ length: 50 }, () =>
    sampleAlert({ annotations, ruleName: long, labels: { job_name: long } }),
  );
  const payload = slackPayload(sampleAttempt({}, { alerts, receiver: long, truncatedAlerts: 9 }), { repeated: true });
  const total = texts(payload).reduce((sum, text) => sum + text.length, 0);
  expect(total).toBeLessThanOrEqual(MAX_SLACK_TEXT);
  expect(payload.blocks.length).toBeLessThanOrEqual(50);
  for (const block of payload.blocks) {
    if (block.type === "header") expect(block.text.text.length).toBeLessThanOrEqual(150);
    if (block.type === "section") expect(block.text.text.length).toBeLessThanOrEqual(3000);
  }
  expect(texts(payload).at(-1)).toMatch(/\d+ more alerts do not fit here/);
});

test("an escape is never cut in half", () => {
  for (let length = 2; length < 12; length += 1) {
    const text = slackText("a<b>&c&d", length);
    expect(text.length).toBeLessThanOrEqual(length);
    expect(text).toMatch(/^(?:[abcd…]|&amp;|&lt;|&gt;)*$/);
  }
});

test("without an answer it is tried once more, marked as a possible repetition, and then not again", async () => {
  await using receiver = await startReceiver(() => {});
  using sender = slack(receiver);
  expect(await sender.outcome(sampleAttempt({ attempt: 1 }))).toMatchObject({ kind: "retry" });
  expect(await sender.outcome(sampleAttempt({ attempt: 2 }))).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("may have been posted"),
  });
  const [first, second] = receiver.requests;
  expect(first!.body).not.toContain("You may have this message already");
  expect(second!.body).toContain("You may have this message already");
});

test("an attempt that a crash cut off counts as one without an answer", async () => {
  await using receiver = await startReceiver(() => {});
  using sender = slack(receiver);
  expect(await sender.outcome(sampleAttempt({ maybeRepeated: true }))).toMatchObject({ kind: "refused" });
});

test("refused connections and answers that say no are no silence: they may be tried for ever", async () => {
  await using receiver = await startReceiver((response) => response.writeHead(429, { "retry-after": "30" }).end());
  using sender = slack(receiver);
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    const outcome = await sender.outcome(sampleAttempt({ attempt }));
    expect(outcome).toMatchObject({ kind: "retry", retryAfterMs: 30_000 });
    expect(JSON.stringify(outcome)).not.toContain("c4n4ry");
  }
  const closed = await startReceiver(ok);
  using nowhere = slack(closed);
  await closed[Symbol.asyncDispose]();
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    expect(await nowhere.outcome(sampleAttempt({ attempt }))).toMatchObject({ kind: "retry" });
  }
});

test("a webhook that was deleted breaks the channel; the address stays secret", async () => {
  await using receiver = await startReceiver((response) => response.writeHead(404).end("no_service"));
  using sender = slack(receiver);
  const outcome = await sender.outcome();
  expect(outcome).toMatchObject({ kind: "broken", reason: expect.stringContaining("404") });
  expect(JSON.stringify(outcome)).not.toMatch(/c4n4ry|services/);
  sender.secrets.set("file:/run/slack", "https://169.254.169.254/c4n4ry");
  expect(await sender.outcome()).toMatchObject({ kind: "broken", reason: expect.not.stringContaining("c4n4ry") });
});
