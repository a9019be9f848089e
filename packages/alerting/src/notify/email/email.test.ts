import { once } from "node:events";
import { writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";

import { simpleParser } from "mailparser";
import { afterAll, expect, test } from "vitest";

import type { MailReceiver, MailReceiverOptions } from "../../../test/notify/mail-receiver.ts";
import { startMailReceiver } from "../../../test/notify/mail-receiver.ts";
import { NOW, resolvedAlert, sampleAlert, sampleAttempt } from "../../../test/notify/sample-attempt.ts";
import { selfSigned } from "../../../test/notify/self-signed.ts";
import type { TestSender } from "../../../test/notify/test-sender.ts";
import { testSender } from "../../../test/notify/test-sender.ts";
import type { EmailChannel } from "../../model/channel.ts";
import type { SenderLimits } from "../sender-ports.ts";

const CANARY = "c4n4ry-p4ss";
const trusted = selfSigned();
const foreign = selfSigned("DNS:elsewhere.example.com");
afterAll(() => {
  trusted.remove();
  foreign.remove();
});

const TLS = { key: trusted.key, cert: trusted.cert };
const FAST: SenderLimits = { smtpConnectMs: 400, smtpSocketMs: 400, smtpTotalMs: 3000 };

function mail(
  receiver: Pick<MailReceiver, "port">,
  change: Partial<EmailChannel> = {},
  limits: SenderLimits = {},
): TestSender {
  return testSender(
    {
      type: "email",
      to: ["oncall@example.com"],
      from: "Jobscope <alerts@jobs.example.com>",
      host: "127.0.0.1",
      port: receiver.port,
      security: "none",
      ...change,
    },
    { limits },
  );
}

const login = (password: string): MailReceiverOptions => ({
  authOptional: false,
  onAuth: (auth, _session, done) => {
    if (auth.password === password) return done(null, { user: auth.username });
    done(Object.assign(new Error(`wrong password ${auth.password}`), { responseCode: 535 }));
  },
});

test("text, HTML and headers say what a person needs at night", async () => {
  await using receiver = await startMailReceiver();
  using sender = mail(receiver);
  expect(await sender.outcome()).toEqual({ kind: "delivered" });
  const parsed = await simpleParser(receiver.mails[0]!.raw);
  expect(parsed.subject).toBe("[FIRING critical] JobStuck: billing/api invoice.generate");
  expect(parsed.text).toMatchInlineSnapshot(`
    "Acknowledge: https://jobs.example.com/ack/abc.def

    FIRING critical  JobStuck  billing/api invoice.generate
    running for 2 h 3 min
      Since: 2026-11-25 07:59:03 UTC, for 2 h 3 min
      Happened: 3 times, 2026-11-25 07:59:03 UTC to 2026-11-25 10:02:03 UTC
      Last good run: 2026-11-24 08:02:03 UTC, 1 d 2 h ago
      Error: TimeoutError: the ledger did not answer
      Run: run-77
      Trace: 4bf92f3577b34da6a3ce929d0e0e4736
      Environment: production
      Owner: team-billing
      Runbook: https://runbooks.example.com/stuck?job=invoice
      Alert: alert-1 https://jobs.example.com/api/scheduler-monitoring/alerts/alert-1

    Sent to billing-oncall through under-test.
    "
  `);
  for (const part of [
    "running for 2 h 3 min",
    "invoice.generate",
    "Last good run",
    "4bf92f3577b34da6a3ce929d0e0e4736",
  ]) {
    expect(parsed.html).toContain(part);
  }
  expect(parsed.html).toContain('href="https://jobs.example.com/ack/abc.def"');
  expect(parsed.html).toContain('href="https://runbooks.example.com/stuck?job=invoice"');
  expect(parsed.html).not.toMatch(/<img|<script|<link|src=/);
  expect(parsed.headers.get("auto-submitted")).toBe("auto-generated");
  expect(receiver.mails[0]!.raw).toMatch(/^Importance: high\r$/im);
  expect(parsed.messageId).toBe("<n-0001@jobs.example.com>");
});

test("a repetition has the same Message-ID and says so; the resolve stands in the same thread", async () => {
  await using receiver = await startMailReceiver();
  using sender = mail(receiver);
  await sender.outcome();
  await sender.outcome(sampleAttempt({ attempt: 2, maybeRepeated: true }));
  const alerts = [resolvedAlert()];
  const message = { alerts, reason: "resolved", status: "resolved", severity: "critical" } as const;
  await sender.outcome(sampleAttempt({ notificationId: "n-0002" }, message));
  const [first, again, resolved] = await Promise.all(receiver.mails.map(({ raw }) => simpleParser(raw)));
  expect(again!.messageId).toBe(first!.messageId);
  expect(first!.text).not.toContain("You may have this message already");
  expect(again!.text).toContain("You may have this message already");
  expect(resolved!.messageId).not.toBe(first!.messageId);
  expect(resolved!.references).toBe(first!.references);
  expect(resolved!.inReplyTo).toBe(first!.inReplyTo);
  expect(resolved!.subject).toBe("[RESOLVED] JobStuck: billing/api invoice.generate");
  expect(resolved!.text).toContain("the run ended after 2 h 10 min");
  expect(resolved!.text).not.toContain("Acknowledge");
  expect(receiver.mails[2]!.raw).not.toMatch(/^Importance:/im);
});

test("all messages about a group stand in one thread, whoever they go to; those about others do not", async () => {
  await using receiver = await startMailReceiver();
  using sender = mail(receiver);
  await sender.outcome();
  await sender.outcome(sampleAttempt({ notificationId: "n-2" }, { receiver: "second-level" }));
  await sender.outcome(sampleAttempt({ notificationId: "n-3" }, { groupKey: '{}:{job_name="another"}' }));
  const [first, escalated, another] = await Promise.all(receiver.mails.map(({ raw }) => simpleParser(raw)));
  expect(escalated!.references).toBe(first!.references);
  expect(another!.references).not.toBe(first!.references);
});

test("TLS from the first byte, and STARTTLS, with an authority of our own", async () => {
  for (const security of ["tls", "starttls", "opportunistic"] as const) {
    await using receiver = await startMailReceiver({ ...TLS, secure: security === "tls" });
    using sender = mail(receiver, { security, caFile: trusted.caFile });
    expect(await sender.outcome()).toEqual({ kind: "delivered" });
    expect(receiver.mails[0]!.secure).toBe(true);
  }
});

test("a certificate that is not trusted, or not for this name, breaks the channel", async () => {
  for (const security of ["tls", "starttls"] as const) {
    await using receiver = await startMailReceiver({ ...TLS, secure: security === "tls" });
    using untrusted = mail(receiver, { security });
    expect(await untrusted.outcome()).toMatchObject({ kind: "broken", reason: expect.stringContaining("certificate") });
    const { key, cert } = foreign;
    await using other = await startMailReceiver({ key, cert, secure: security === "tls" });
    using misnamed = mail(other, { security, caFile: foreign.caFile });
    expect(await misnamed.outcome()).toMatchObject({ kind: "broken", reason: expect.stringContaining("certificate") });
    expect([...receiver.mails, ...other.mails]).toHaveLength(0);
  }
});

test("a server that does not speak TLS on its port is told with what to change", async () => {
  await using receiver = await startMailReceiver();
  using sender = mail(receiver, { security: "tls" });
  expect(await sender.outcome()).toMatchObject({
    kind: "broken",
    reason: expect.stringContaining("use security starttls"),
  });
});

test("a message that is sent late says of when it is", async () => {
  await using receiver = await startMailReceiver();
  using sender = mail(receiver);
  await sender.outcome(sampleAttempt({ attempt: 9 }, { atMs: NOW - 3_600_000 }));
  await sender.outcome(sampleAttempt({ notificationId: "n-2", attempt: 2 }, { atMs: NOW - 60_000 }));
  const [late, soon] = await Promise.all(receiver.mails.map(({ raw }) => simpleParser(raw)));
  expect(late!.text).toContain("it tells how things were at 2026-11-25 09:02:03 UTC");
  expect(soon!.text).not.toContain("how things were");
});

test("a server without STARTTLS gets nothing where it is required", async () => {
  await using receiver = await startMailReceiver();
  using sender = mail(receiver, { security: "starttls" });
  expect(await sender.outcome()).toMatchObject({ kind: "broken", reason: expect.stringContaining("STARTTLS") });
  expect(receiver.mails).toHaveLength(0);
  using opportunistic = mail(receiver, { security: "opportunistic" });
  expect(await opportunistic.outcome()).toEqual({ kind: "delivered" });
});

test("a wrong password breaks the channel and stands in no error; a rotated one is used at once", async () => {
  await using receiver = await startMailReceiver({ ...TLS, secure: true, ...login("right") });
  using sender = mail(receiver, { security: "tls", caFile: trusted.caFile, user: "me", password: "file:/run/smtp" });
  expect(await sender.outcome()).toMatchObject({ kind: "retry", reason: expect.stringContaining("file:/run/smtp") });
  sender.secrets.set("file:/run/smtp", CANARY);
  const wrong = await sender.outcome();
  expect(wrong).toMatchObject({ kind: "broken", reason: expect.stringContaining("535") });
  expect(JSON.stringify(wrong)).not.toMatch(new RegExp(`${CANARY}|example.com`));
  sender.secrets.set("file:/run/smtp", "right\n");
  expect(await sender.outcome()).toEqual({ kind: "delivered" });
});

test("a server that asks for a login that is not configured breaks the channel", async () => {
  await using receiver = await startMailReceiver({ ...TLS, secure: true, ...login("right") });
  using sender = mail(receiver, { security: "tls", caFile: trusted.caFile });
  expect(await sender.outcome()).toMatchObject({ kind: "broken", reason: expect.stringContaining("530") });
});

test("a server that wants encryption before a login does not call the password wrong", async () => {
  await using receiver = await startMailReceiver({
    authOptional: false,
    onAuth: (_auth, _session, done) => done(Object.assign(new Error("Encryption required"), { responseCode: 538 })),
  });
  using sender = mail(receiver, { user: "me", password: "file:/run/smtp" });
  sender.secrets.set("file:/run/smtp", CANARY);
  const outcome = await sender.outcome();
  expect(outcome).toMatchObject({ kind: "broken", reason: expect.stringContaining("only over TLS (538") });
  expect(JSON.stringify(outcome)).toContain("use security starttls or tls");
});

test("greylisting is tried again and then delivered", async () => {
  const codes = [451, undefined];
  await using receiver = await startMailReceiver({ recipient: () => codes.shift() });
  using sender = mail(receiver);
  const outcome = await sender.outcome();
  expect(outcome).toMatchObject({ kind: "retry", reason: expect.stringContaining("451 5.7.1") });
  expect(JSON.stringify(outcome)).not.toContain("oncall@");
  expect(await sender.outcome(sampleAttempt({ attempt: 2 }))).toEqual({ kind: "delivered" });
});

test("one bad recipient does not keep it from the others, and one that waits does not repeat it for them", async () => {
  const grey = [450, undefined];
  await using receiver = await startMailReceiver({
    recipient: (address) => (address.startsWith("gone") ? 550 : address.startsWith("grey") ? grey.shift() : undefined),
  });
  using sender = mail(receiver, { to: ["gone@example.com", "grey@example.com", "Good <good@example.com>"] });
  const first = await sender.outcome();
  expect(first).toEqual({
    kind: "retry",
    reason: `channel "under-test": 127.0.0.1:${receiver.port} does not take it at the moment (450 5.7.1): recipient 2 of 3 in the channel's \`to\``,
  });
  expect(receiver.mails.map(({ recipients }) => recipients)).toEqual([["good@example.com"]]);
  const second = await sender.outcome(sampleAttempt({ attempt: 2 }));
  expect(second).toMatchObject({ kind: "delivered", detail: expect.stringContaining("recipient 1 of 3") });
  expect(JSON.stringify([first, second])).not.toContain("@example.com");
  expect(receiver.mails.map(({ recipients }) => recipients)).toEqual([["good@example.com"], ["grey@example.com"]]);
  expect(receiver.asked.toSorted()).toEqual([
    "gone@example.com",
    "good@example.com",
    "grey@example.com",
    "grey@example.com",
  ]);
});

test("all recipients bad, and a message that is never taken: refused", async () => {
  await using receiver = await startMailReceiver({ recipient: () => 550 });
  using sender = mail(receiver, { to: ["a@example.com", "b@example.com"] });
  expect(await sender.outcome()).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("recipient 1, 2 of 2"),
  });
  await using picky = await startMailReceiver({ content: () => 552 });
  using other = mail(picky);
  expect(await other.outcome()).toMatchObject({ kind: "refused", reason: expect.stringContaining("552") });
  await using full = await startMailReceiver({ content: () => 452 });
  using third = mail(full);
  expect(await third.outcome()).toMatchObject({ kind: "retry" });
});

test("a recipient that is no address is refused without asking the server", async () => {
  await using receiver = await startMailReceiver();
  using sender = mail(receiver, { to: ["nobody", "good@example.com"] });
  expect(await sender.outcome()).toMatchObject({
    kind: "delivered",
    detail: expect.stringContaining("recipient 1 of 2"),
  });
  expect(receiver.asked).toEqual(["good@example.com"]);
});

/** Speaks as much SMTP as it must until it misbehaves. */
async function startMisbehaving(mode: "silent" | "hang_in_data" | "drop_in_data" | "drip" | "554"): Promise<{
  port: number;
  data: () => string;
  [Symbol.asyncDispose](): Promise<void>;
}> {
  let data = "";
  const open = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    open.add(socket);
    let inData = false;
    socket.on("error", () => {});
    if (mode === "silent") return;
    if (mode === "554") return void socket.end("554 5.7.1 not from you, oncall@example.com\r\n");
    if (mode === "drip") {
      const timer = setInterval(() => socket.write("220-"), 30);
      socket.on("close", () => clearInterval(timer));
      return;
    }
    socket.write("220 here\r\n");
    socket.on("data", (chunk) => {
      const text = chunk.toString();
      if (inData) {
        data += text;
        if (mode === "drop_in_data") socket.destroy();
        return;
      }
      for (const line of text.split("\r\n").filter((each) => each !== "")) {
        inData = line === "DATA";
        socket.write(inData ? "354 go\r\n" : "250 ok\r\n");
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    data: () => data,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

test.each(["silent", "hang_in_data", "drop_in_data", "drip", "554"] as const)(
  "%s: tried again, in bounded time",
  async (mode) => {
    await using receiver = await startMisbehaving(mode);
    // What comes after the greeting is given more time, for a busy machine.
    const inData = mode.endsWith("_in_data");
    using sender = mail(receiver, {}, inData ? { smtpSocketMs: 1200, smtpTotalMs: 6000 } : FAST);
    const outcome = await sender.outcome();
    expect(outcome).toMatchObject({ kind: "retry", reason: expect.stringContaining(`127.0.0.1:${receiver.port}`) });
    expect(JSON.stringify(outcome)).not.toContain("example.com");
    // Once, not several times: whether to repeat is the outbox's decision.
    expect(receiver.data().split("Message-ID:").length - 1).toBe(inData ? 1 : 0);
  },
);

test("a server that hangs up before it greets is asked once", async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  using sender = mail({ port: (server.address() as AddressInfo).port });
  expect(await sender.outcome()).toMatchObject({
    kind: "retry",
    reason: expect.stringContaining("cut the connection"),
  });
  expect(connections).toBe(1);
  server.close();
});

test("nobody listens, and a name that does not exist: tried again", async () => {
  const receiver = await startMailReceiver();
  await receiver[Symbol.asyncDispose]();
  using sender = mail(receiver, {}, FAST);
  expect(await sender.outcome()).toMatchObject({
    kind: "retry",
    reason: expect.stringContaining("refused the connection"),
  });
  using nowhere = mail(receiver, { host: "nowhere.invalid" }, FAST);
  expect(await nowhere.outcome()).toMatchObject({ kind: "retry", reason: expect.stringContaining("nowhere.invalid") });
});

test("closing cuts off a delivery that hangs", async () => {
  await using receiver = await startMisbehaving("hang_in_data");
  using sender = mail(receiver);
  const outcome = sender.outcome();
  await expect.poll(() => receiver.data()).toContain("Message-ID");
  sender.sender.close();
  expect(await outcome).toMatchObject({ kind: "retry" });
});

test("an authority that cannot be read is told with its code; once it is there it is used", async () => {
  await using receiver = await startMailReceiver({ ...TLS, secure: true });
  const caFile = `${trusted.caFile}.late`;
  using sender = mail(receiver, { security: "tls", caFile });
  expect(await sender.outcome()).toMatchObject({ kind: "retry", reason: expect.stringContaining("ENOENT") });
  writeFileSync(caFile, trusted.cert);
  expect(await sender.outcome()).toEqual({ kind: "delivered" });
});

test("a mail says through which channel it came, and in whose place", async () => {
  await using receiver = await startMailReceiver();
  using sender = mail(receiver);
  await sender.outcome();
  await sender.outcome(sampleAttempt({ notificationId: "n-2", failedOverFrom: "pager" }));
  const [direct, instead] = await Promise.all(receiver.mails.map(({ raw }) => simpleParser(raw)));
  expect(direct!.text).toContain("Sent to billing-oncall through under-test.");
  expect(instead!.text).toContain(
    "Sent to billing-oncall through under-test, instead of pager, which could not deliver it.",
  );
});

test("of firing and resolved alerts in one message the subject counts both, and names what still fires", async () => {
  await using receiver = await startMailReceiver();
  using sender = mail(receiver);
  const alerts = [sampleAlert(), resolvedAlert({ id: "a" }), resolvedAlert({ id: "b", ruleName: "JobFailed" })];
  await sender.outcome(sampleAttempt({}, { alerts }));
  await sender.outcome(sampleAttempt({ notificationId: "n-2" }, { alerts, truncatedAlerts: 4, reason: "resolved" }));
  const [mixed, over] = await Promise.all(receiver.mails.map(({ raw }) => simpleParser(raw)));
  const what = "JobStuck: billing/api invoice.generate";
  expect(mixed!.subject).toBe(`[FIRING critical] 1 firing, 2 resolved: ${what}`);
  expect(over!.subject).toBe(`[PARTLY RESOLVED] 1 firing, 2 resolved, 4 more: ${what}`);
});

test("many alerts: the subject counts them and names what they share", async () => {
  await using receiver = await startMailReceiver();
  using sender = mail(receiver);
  const alerts = ["a", "b"].map((id) => sampleAlert({ id, labels: { service_name: "api", job_name: id } }));
  const escalation = { level: 2, loop: 1 };
  const message = {
    alerts,
    truncatedAlerts: 5,
    heldBack: 3,
    digestOf: 4,
    reason: "escalation",
    escalation,
    atMs: NOW,
  } as const;
  await sender.outcome(sampleAttempt({}, message));
  const parsed = await simpleParser(receiver.mails[0]!.raw);
  expect(parsed.subject).toBe("[ESCALATED critical] 7 × JobStuck: api");
  for (const part of [
    "One message for 4 groups",
    "5 more alerts",
    "3 messages before this one",
    "Escalation level 2",
    "Sent to billing-oncall",
  ]) {
    expect(parsed.text).toContain(part);
  }
});
