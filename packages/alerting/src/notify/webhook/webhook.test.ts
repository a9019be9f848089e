import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";

import type { Answer, HttpReceiver } from "../../../test/notify/http-receiver.ts";
import { startReceiver } from "../../../test/notify/http-receiver.ts";
import { NOW, resolvedAlert, sampleAlert, sampleAttempt } from "../../../test/notify/sample-attempt.ts";
import type { TestSender } from "../../../test/notify/test-sender.ts";
import { testSender } from "../../../test/notify/test-sender.ts";
import type { WebhookChannel } from "../../model/channel.ts";
import { MAX_PAYLOAD_BYTES } from "./payload.ts";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const NEXT_SECRET = `whsec_${Buffer.alloc(32, 9).toString("base64")}`;
const CANARY = "c4n4ry-p4th";

function webhook(receiver: HttpReceiver, change: Partial<WebhookChannel> = {}, httpTotalMs = 5000): TestSender {
  const url = `http://${receiver.place}/hooks/${CANARY}?key=${CANARY}`;
  const sketch = { type: "webhook", url, signingSecrets: ["env:HOOK_SECRET"], ...change } as const;
  // The reference implementation refuses signatures of another time than its own.
  const nowMs = (): number => Date.now();
  const sender = testSender(sketch, { allowPrivateTargets: [receiver.place], limits: { httpTotalMs }, nowMs });
  sender.secrets.set("env:HOOK_SECRET", SECRET);
  return sender;
}

const ok: Answer = (response) => response.end("fine");
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(code, headers).end("no");

test("the payload is Alertmanager's version 4, and ours is beside it", async () => {
  await using receiver = await startReceiver(ok);
  using sender = webhook(receiver);
  const alerts = [sampleAlert(), resolvedAlert({ id: "alert-2" })];
  expect(await sender.outcome(sampleAttempt({}, { alerts, truncatedAlerts: 4 }))).toMatchObject({ kind: "delivered" });
  const body: unknown = JSON.parse(receiver.requests[0]!.body);
  expect(body).toMatchObject({
    version: "4",
    receiver: "billing-oncall",
    status: "firing",
    notification_reason: "new alerts added",
    groupLabels: { job_name: "invoice.generate" },
    externalURL: "https://jobs.example.com",
    truncatedAlerts: 4,
    id: "n-0001",
    reason: "firing",
    maybe_repeated: false,
    decided_at: new Date(NOW).toISOString(),
    alerts: [
      {
        status: "firing",
        fingerprint: "a1b2c3d4e5f60718",
        startsAt: new Date(NOW - 180_000).toISOString(),
        endsAt: "0001-01-01T00:00:00Z",
        generatorURL: "https://jobs.example.com/api/scheduler-monitoring/alerts/alert-1",
        evidence: { traceId: "4bf92f3577b34da6a3ce929d0e0e4736" },
      },
      { status: "resolved", endsAt: new Date(NOW).toISOString(), resolve_reason: "condition_cleared" },
    ],
  });
  const { groupKey, commonLabels, commonAnnotations } = body as Record<string, unknown>;
  expect([typeof groupKey, typeof commonLabels, typeof commonAnnotations]).toEqual(["string", "object", "object"]);
});

test("times in the evidence are whole milliseconds", async () => {
  await using receiver = await startReceiver(ok);
  using sender = webhook(receiver);
  const evidence = { firstMs: NOW - 0.123_456, lastMs: NOW + 0.4, lastGoodMs: 1.6, count: 2 };
  await sender.outcome(sampleAttempt({}, { alerts: [sampleAlert({ evidence })] }));
  const body: unknown = JSON.parse(receiver.requests[0]!.body);
  expect(body).toMatchObject({ alerts: [{ evidence: { firstMs: NOW, lastMs: NOW, lastGoodMs: 2, count: 2 } }] });
});

test("the reference implementation accepts the signature; a retry has the same id and a new signature time", async () => {
  await using receiver = await startReceiver(ok);
  using sender = webhook(receiver, { bearerToken: "env:TOKEN" });
  sender.secrets.set("env:TOKEN", "t0k3n\n");
  await sender.outcome(sampleAttempt({ notificationId: "group.7/firing" }));
  await sender.outcome(sampleAttempt({ notificationId: "group.7/firing", attempt: 2, maybeRepeated: true }));
  const [first, second] = receiver.requests;
  for (const request of [first!, second!]) {
    const headers = request.headers as Record<string, string>;
    expect(() => new Webhook(SECRET).verify(request.body, headers)).not.toThrow();
    expect(() => new Webhook(NEXT_SECRET).verify(request.body, headers)).toThrow();
    expect(headers["webhook-id"]).not.toContain(".");
    expect(headers["idempotency-key"]).toBe(headers["webhook-id"]);
    expect(headers["authorization"]).toBe("Bearer t0k3n");
  }
  expect(second!.headers["webhook-id"]).toBe(first!.headers["webhook-id"]);
  expect(JSON.parse(second!.body)).toMatchObject({ id: "group.7/firing", maybe_repeated: true });
});

test("while secrets are rotated receivers of both accept it; a missing one is told and the other signs", async () => {
  await using receiver = await startReceiver(ok);
  using sender = webhook(receiver, { signingSecrets: ["env:HOOK_SECRET", "file:/run/next"] });
  sender.secrets.set("file:/run/next", NEXT_SECRET);
  await sender.outcome();
  sender.secrets.delete("env:HOOK_SECRET");
  await sender.outcome();
  const [both, one] = receiver.requests.map(({ body, headers }) => ({
    body,
    headers: headers as Record<string, string>,
  }));
  for (const secret of [SECRET, NEXT_SECRET]) new Webhook(secret).verify(both!.body, both!.headers);
  new Webhook(NEXT_SECRET).verify(one!.body, one!.headers);
  expect(() => new Webhook(SECRET).verify(one!.body, one!.headers)).toThrow();
  expect(sender.warnings).toEqual([expect.stringContaining("env:HOOK_SECRET is missing")]);
});

test.each([
  ["a variable that is not set", undefined, "env:HOOK_SECRET", "broken"],
  ["a file that is not there now", undefined, "file:/run/secret", "retry"],
  ["one that is no secret", "whsec_c4n4ry", "env:HOOK_SECRET", "broken"],
  ["a short one", `whsec_${Buffer.alloc(8).toString("base64")}`, "env:HOOK_SECRET", "broken"],
] as const)("unsigned messages are not sent: %s", async (_name, value, ref, kind) => {
  await using receiver = await startReceiver(ok);
  using sender = webhook(receiver, { signingSecrets: [ref] });
  sender.secrets.clear();
  if (value !== undefined) sender.secrets.set(ref, value);
  const outcome = await sender.outcome();
  expect(outcome).toMatchObject({ kind, reason: expect.stringContaining(ref) });
  expect(JSON.stringify(outcome)).not.toContain("c4n4ry");
  expect(receiver.requests).toHaveLength(0);
});

test("an address that is itself a secret is read when it is sent", async () => {
  await using receiver = await startReceiver(ok);
  using sender = webhook(receiver, { url: "env:HOOK_URL", signingSecrets: [] });
  expect(await sender.outcome()).toMatchObject({ kind: "broken", reason: expect.stringContaining("env:HOOK_URL") });
  sender.secrets.set("env:HOOK_URL", `http://${receiver.place}/a`);
  expect(await sender.outcome()).toMatchObject({ kind: "delivered" });
  expect(receiver.requests[0]).toMatchObject({ url: "/a", method: "POST" });
  expect(receiver.requests[0]!.headers["webhook-signature"]).toBeUndefined();
});

test.each([
  [200, "delivered"],
  [204, "delivered"],
  [301, "broken"],
  [307, "broken"],
  [400, "refused"],
  [401, "broken"],
  [403, "broken"],
  [404, "broken"],
  [408, "retry"],
  [410, "broken"],
  [413, "refused"],
  [422, "refused"],
  [425, "retry"],
  [429, "retry"],
  [500, "retry"],
  [503, "retry"],
] as const)("%d is %s", async (code, kind) => {
  await using elsewhere = await startReceiver(ok);
  await using receiver = await startReceiver(status(code, { location: `http://${elsewhere.place}/` }));
  using sender = webhook(receiver, { bearerToken: "env:TOKEN" });
  sender.secrets.set("env:TOKEN", CANARY);
  const outcome = await sender.outcome();
  expect(outcome.kind).toBe(kind);
  expect(elsewhere.connections()).toBe(0);
  const text = JSON.stringify(outcome);
  expect(text).toContain(receiver.place);
  for (const secret of [CANARY, SECRET, "hooks"]) expect(text).not.toContain(secret);
});

test.each([
  ["17", 17_000],
  ["7200", 3_600_000],
  [new Date(NOW + 90_000).toUTCString(), 90_000],
  [new Date(NOW - 90_000).toUTCString(), 0],
  ["soon", undefined],
  ["-5", undefined],
])("Retry-After: %s", async (header, retryAfterMs) => {
  await using receiver = await startReceiver(status(429, { "retry-after": header }));
  const url = `http://${receiver.place}/`;
  const options = { allowPrivateTargets: [receiver.place], nowMs: () => NOW };
  using sender = testSender({ type: "webhook", url, signingSecrets: [] }, options);
  const outcome = await sender.outcome();
  expect(outcome).toEqual({
    kind: "retry",
    reason: expect.stringContaining("answered 429"),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
});

test("a receiver that accepts and says nothing, one that drips its head, and one that cuts: tried again, in bounded time", async () => {
  const drip: Answer = (response) => {
    const { socket } = response;
    socket?.write("HTTP/1.1 200 OK\r\n");
    const timer = setInterval(() => socket?.write("x-a: b\r\n"), 20);
    socket?.on("close", () => clearInterval(timer));
  };
  for (const answer of [() => {}, drip, (response) => response.socket?.destroy()] as Answer[]) {
    await using receiver = await startReceiver(answer);
    using sender = webhook(receiver, {}, 300);
    const started = Date.now();
    expect(await sender.outcome()).toMatchObject({ kind: "retry", reason: expect.stringContaining(receiver.place) });
    expect(Date.now() - started).toBeLessThan(5000);
  }
});

test("once the status is there the message is delivered: a dripping or endless body changes nothing", async () => {
  let written = 0;
  const endless: Answer = (response) => {
    const chunk = Buffer.alloc(16 * 1024, 97);
    const more = (): void => {
      while (!response.destroyed && response.write(chunk)) written += chunk.length;
    };
    response.on("drain", more);
    response.writeHead(200);
    more();
  };
  const dripping: Answer = (response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write("a"), 20);
    response.on("close", () => clearInterval(timer));
  };
  for (const answer of [endless, dripping]) {
    await using receiver = await startReceiver(answer);
    using sender = webhook(receiver, {}, 1500);
    expect(await sender.outcome()).toMatchObject({ kind: "delivered" });
  }
  expect(written).toBeLessThan(64 * 1024 * 1024);
});

test("nobody listens: tried again", async () => {
  const receiver = await startReceiver(ok);
  using sender = webhook(receiver);
  await receiver[Symbol.asyncDispose]();
  expect(await sender.outcome()).toEqual({
    kind: "retry",
    reason: `channel "under-test": ${receiver.place} refused the connection`,
  });
});

test("closing cuts off what is being sent", async () => {
  await using receiver = await startReceiver(() => {});
  using sender = webhook(receiver, {}, 60_000);
  const outcome = sender.outcome();
  await expect.poll(() => receiver.requests.length).toBe(1);
  sender.sender.close();
  expect(await outcome).toMatchObject({ kind: "retry" });
});

test("huge texts do not make a huge body", async () => {
  await using receiver = await startReceiver(ok);
  using sender = webhook(receiver);
  const long = "\u{1F600}<&\n".repeat(200_000);
  const annotations = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`a${index}`, long]));
  const alerts = Array.from({ length: 50 }, () => sampleAlert({ annotations }));
  expect(await sender.outcome(sampleAttempt({}, { alerts }))).toMatchObject({ kind: "delivered" });
  const { body } = receiver.requests[0]!;
  expect(Buffer.byteLength(body)).toBeLessThan(MAX_PAYLOAD_BYTES);
  const payload = JSON.parse(body) as { alerts: unknown[]; truncatedAlerts: number };
  expect(payload.alerts.length + payload.truncatedAlerts).toBe(50);
});
