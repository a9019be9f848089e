import fc from "fast-check";
import { simpleParser } from "mailparser";
import nodemailer from "nodemailer";
import { expect, test } from "vitest";

import { sampleAlert, sampleAttempt } from "../../../test/notify/sample-attempt.ts";
import type { Alert } from "../../model/alert.ts";
import type { EmailChannel } from "../../model/channel.ts";
import type { DeliveryAttempt } from "../../model/notification.ts";
import { buildMail } from "../email/build-mail.ts";
import { slackPayload } from "../slack/payload.ts";
import { webhookBody } from "../webhook/payload.ts";
import { cleanLine, safeLink } from "./clean-text.ts";
import { consoleLines, MAX_CONSOLE_LINE } from "./console-line.ts";
import { htmlBody } from "./html-body.ts";
import { MAX_SUBJECT_LENGTH, messageFacts } from "./message-facts.ts";

const FORBIDDEN =
  /[\p{Cc}\p{Zl}\p{Zp}\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E0FFF}]/u;

/** Pieces that mean something somewhere, and anything at all between them. */
const hostile: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "\r\nBcc: evil@example.com\r\n",
        "\n\n<script>alert(1)</script>",
        "\u001B[31mred\u001B[0m",
        "\u001B]0;title\u0007",
        "\u009B2J",
        "\u202Egnp.exe",
        "\u2066\u2028",
        "<!channel> @here",
        `"><img src=x onerror=alert(1)>`,
        "=?utf-8?B?DQo=?=",
        "\uD800",
        "\u{1F600}",
        "&amp;",
        "\0",
        "\u{E0041}",
      ),
      fc.string({ unit: "binary", maxLength: 20 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

const hostileAlert: fc.Arbitrary<Alert> = fc
  .record({
    ruleName: hostile,
    labels: fc.dictionary(fc.constantFrom("job_name", "service_name", "service_namespace", "job_owner_name"), hostile),
    annotations: fc.dictionary(fc.constantFrom("summary", "description", "runbook_url"), hostile),
    evidence: fc.record({
      errorType: hostile,
      errorMessage: hostile,
      traceId: hostile,
      runId: hostile,
      finding: hostile,
    }),
    resolveDetail: hostile,
    state: fc.constantFrom("firing" as const, "resolved" as const, "stale" as const),
    firedAtMs: fc.oneof(fc.integer(), fc.double()),
    resolvedAtMs: fc.oneof(fc.integer(), fc.double()),
  })
  .map((change) => sampleAlert(change));

const hostileAttempt: fc.Arbitrary<DeliveryAttempt> = fc
  .record({
    id: hostile,
    maybeRepeated: fc.boolean(),
    reason: fc.constantFrom("firing", "repeat", "resolved", "fired_and_resolved", "escalation", "exhausted"),
    alerts: fc.array(hostileAlert, { maxLength: 3 }),
    receiver: hostile,
    groupKey: hostile,
    ackUrl: hostile,
    truncatedAlerts: fc.nat({ max: 3 }),
  })
  .map(({ id, maybeRepeated, ...message }) =>
    sampleAttempt(
      { notificationId: id, maybeRepeated },
      { ...message, reason: message.reason as DeliveryAttempt["message"]["reason"] },
    ),
  );

const channel: EmailChannel = {
  type: "email",
  name: "mail",
  sendResolved: true,
  rate: { burst: 1, perMinute: 1 },
  to: ["oncall@example.com"],
  from: "Jobscope <alerts@example.com>",
  host: "127.0.0.1",
  port: 25,
  security: "none",
};

test("console: one line for each alert, of visible characters, of bounded length", () => {
  fc.assert(
    fc.property(hostileAttempt, (attempt) => {
      for (const line of consoleLines(attempt)) {
        expect(line).not.toMatch(FORBIDDEN);
        expect(line.isWellFormed()).toBe(true);
        expect(line.length).toBeLessThanOrEqual(MAX_CONSOLE_LINE);
        expect(line).toMatch(/^10:02:03 UTC ALERT critical (?:firing|resolved) /);
      }
    }),
  );
});

test("mail: the headers are ours and no others, whatever the texts are", async () => {
  const build = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  const expected = await headerNames(build, sampleAttempt());
  await fc.assert(
    fc.asyncProperty(hostileAttempt, async (attempt) => {
      const names = await headerNames(build, attempt);
      expect(names.filter((name) => name !== "importance" && !/priority/.test(name))).toEqual(
        expected.filter((name) => name !== "importance" && !/priority/.test(name)),
      );
    }),
    { numRuns: 60 },
  );
});

test("a name that mail programs would decode stays what it is", async () => {
  const build = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  const alerts = [sampleAlert({ ruleName: "=\u200B?utf-8?B?DQo=?=", labels: {} })];
  await headerNames(build, sampleAttempt({}, { alerts }));
});

async function headerNames(
  build: { sendMail(mail: object): Promise<{ message: Buffer | NodeJS.ReadableStream }> },
  attempt: DeliveryAttempt,
): Promise<string[]> {
  const { message } = await build.sendMail(buildMail(attempt, channel, attempt.message.atMs));
  const raw = String(message);
  const head = raw.slice(0, raw.indexOf("\r\n\r\n"));
  for (const line of head.split("\r\n")) expect(line).not.toMatch(/[^\t\u{20}-\u{7E}]/u);
  const parsed = await simpleParser(raw);
  expect(parsed.to).toMatchObject({ text: "oncall@example.com" });
  expect([parsed.cc, parsed.bcc, parsed.attachments]).toEqual([undefined, undefined, []]);
  expect(parsed.subject).toBe(messageFacts(attempt).subject);
  expect(parsed.subject?.length).toBeLessThanOrEqual(MAX_SUBJECT_LENGTH);
  return head
    .split("\r\n")
    .filter((line) => /^\S/.test(line))
    .map((line) => line.slice(0, line.indexOf(":")).toLowerCase())
    .toSorted();
}

test("HTML: only tags of ours, only attributes of ours", () => {
  const tag =
    /<(?:!doctype html|html lang="en"|\/?head|meta charset="utf-8"|meta name="color-scheme" content="light dark"|\/?title|body style="[^"<>]*"|\/body|\/html|\/?p|p style="[^"<>]*"|h2 style="[^"<>]*"|\/h2|span style="color:#[0-9a-f]{6}"|\/span|br|\/?strong|ul style="[^"<>]*"|\/ul|\/?li|a href="https?:\/\/[^"<>]*" rel="noreferrer"|\/a)>/g;
  fc.assert(
    fc.property(hostileAttempt, (attempt) => {
      const rest = htmlBody(messageFacts(attempt)).replaceAll(tag, "");
      expect(rest).not.toMatch(/[<>"']/);
      expect(rest.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, "")).not.toContain("&");
    }),
  );
});

test("Slack and webhook: valid JSON, and no markup in Slack but ours", () => {
  fc.assert(
    fc.property(hostileAttempt, (attempt) => {
      const slack = JSON.stringify(slackPayload(attempt, {}));
      const markup = slack.replaceAll(/(?<="| · )<https?:[^<>"|]*\|(?:Acknowledge|Runbook|Alert)>(?="| · )/g, "");
      expect(markup).not.toMatch(/[<>]/);
      expect(slack).not.toMatch(/@(?:here|channel|everyone)/i);
      const payload = JSON.parse(webhookBody(attempt)) as { alerts: unknown[] };
      expect(payload.alerts).toHaveLength(attempt.message.alerts.length);
    }),
  );
});

test("a megabyte in every field costs little and comes out short", () => {
  const long = "\u001B[31m<\r\n\u202Ex".repeat(150_000);
  const alert = sampleAlert({
    ruleName: long,
    labels: { job_name: long, service_name: long },
    annotations: { summary: long, description: long, runbook_url: long },
    evidence: { errorMessage: long, errorType: long, finding: long, traceId: long, runId: long },
  });
  const attempt = sampleAttempt({ notificationId: long }, { alerts: [alert], receiver: long, ackUrl: long });
  expect(consoleLines(attempt)[0]!.length).toBeLessThanOrEqual(MAX_CONSOLE_LINE);
  expect(consoleLines(attempt)[0]).toContain("alert: alert-1");
  const mail = buildMail(attempt, channel, attempt.message.atMs);
  expect(mail.subject.length).toBeLessThanOrEqual(MAX_SUBJECT_LENGTH);
  expect(mail.text.length + mail.html.length).toBeLessThan(40_000);
  expect(mail.messageId.length).toBeLessThan(80);
});

test.each([
  ["a\r\nb", "a b"],
  ["\u001B[1;31mred\u001B[0m", "red"],
  ["\u001B]8;;https://evil.example\u0007link\u001B]8;;\u0007", "link"],
  ["\u009B31mred", "red"],
  ["\u001B", "\u{FFFD}"],
  ["abc\u202Edef", "abcdef"],
  ["zero\u200Bwidth\uFEFF", "zerowidth"],
  ["hidden\u{E0002}\u{E0101}\u3164text", "hiddentext"],
  ["\u2764\uFE0F", "\u2764\uFE0F"],
  ["\u{1F468}\u200D\u{1F469}", "\u{1F468}\u200D\u{1F469}"],
  ["\uD800x", "\u{FFFD}x"],
  ["  a \t b  ", "a b"],
])("%j becomes %j", (text, clean) => {
  expect(cleanLine(text)).toBe(clean);
});

test("what is too long ends in an ellipsis and in a whole character", () => {
  expect(cleanLine("abcdef", 4)).toBe("abc…");
  expect(cleanLine("ab\u{1F600}def", 4)).toBe("ab…");
  expect(cleanLine("abcd", 4)).toBe("abcd");
});

test.each([
  ["https://example.com/a b", "https://example.com/a%20b"],
  ["javascript:alert(1)", undefined],
  ["data:text/html,x", undefined],
  ["https://user:pw@example.com/", undefined],
  ["/relative", undefined],
  [`https://example.com/${"a".repeat(3000)}`, undefined],
  [undefined, undefined],
])("link %s", (text, link) => {
  expect(safeLink(text)).toBe(link);
});
