import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo, Server, Socket } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { waitFor } from "@jobscope/testkit";
import type { SendMailOptions } from "nodemailer";
import { createTransport } from "nodemailer";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";

import type { Telemetry } from "../../test/telemetry.ts";
import { collectTelemetry } from "../../test/telemetry.ts";
import { instrumentMailer } from "./instrument-mailer.ts";
import { watcher } from "./watcher.ts";

const MAIL: SendMailOptions = {
  from: "billing@canary.example",
  to: "customer@canary.example",
  subject: "canary subject",
  text: "canary body",
};

let telemetry: Telemetry;
let smtp: SMTPServer;
let port: number;
beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    onAuth: (_auth, _session, done) => done(new Error("wrong password")),
    onRcptTo({ address }, _session, done) {
      const code = { unknown: 550, greylisted: 451 }[address.split("@")[0] ?? ""];
      done(code === undefined ? null : Object.assign(new Error(`no mail for ${address}`), { responseCode: code }));
    },
    onData(stream, _session, done) {
      stream.resume();
      stream.once("end", () => done());
    },
  });
  smtp.on("error", () => {});
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", () => resolve()));
  port = (smtp.server.address() as AddressInfo).port;
});
afterAll(() => new Promise<void>((resolve) => smtp.close(() => resolve())));
beforeEach(() => {
  telemetry = collectTelemetry();
  onTestFinished(() => telemetry.dispose());
});

/** Counts of mails as `result error.type`. */
async function mails(): Promise<Record<string, number>> {
  const points = (await telemetry.metrics())["jobscope.email.send.duration"] ?? [];
  const counted = points.map(([attributes, value]) => [
    Object.values(attributes as Record<string, string>).join(" "),
    (value as { count: number }).count,
  ]);
  return Object.fromEntries(counted);
}

async function emailHealth(): Promise<unknown> {
  const points = (await telemetry.metrics())["jobscope.component.healthy"] ?? [];
  return points.find(([attributes]) => Reflect.get(Object(attributes), "jobscope.component.name") === "email")?.[1];
}

async function hangingServer(): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => sockets.add(socket.on("error", () => {})));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return free;
}

const smtpTo = (to: number, more: object = {}) => createTransport({ host: "127.0.0.1", port: to, ...more });

/** A program in place of sendmail that reads the mail and ends with `code`. */
function sendmail(code: number): () => ReturnType<typeof smtpTo> {
  const folder = mkdtempSync(join(tmpdir(), "jobscope-sendmail-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "sendmail");
  writeFileSync(path, `#!/bin/sh\ncat > /dev/null\nexit ${code}\n`, { mode: 0o755 });
  return () => createTransport({ sendmail: true, path }) as never;
}

/** The SES transport of nodemailer with a client that answers as told. */
const ses = (send: () => Promise<object>): ReturnType<typeof smtpTo> => {
  const sesClient = { send, config: { region: () => Promise.resolve("eu") } };
  return createTransport({ SES: { sesClient, SendEmailCommand: Object } } as never) as never;
};

interface Sent {
  readonly threw?: unknown;
  readonly rejected?: unknown;
  readonly result?: unknown;
}

const shape = (error: unknown): unknown =>
  error instanceof Error
    ? [error.name, Reflect.get(error, "code"), Reflect.get(error, "responseCode"), Object.keys(error).toSorted()]
    : error;
const keys = (info: unknown): unknown => Object.keys(Object(info)).toSorted();

async function withPromise(mailer: ReturnType<typeof smtpTo>, mail: SendMailOptions): Promise<Sent> {
  try {
    const promise = mailer.sendMail(mail);
    expect(Object.getPrototypeOf(promise)).toBe(Promise.prototype);
    return { result: keys(await promise) };
  } catch (error) {
    return { rejected: shape(error) };
  }
}

function withCallback(mailer: ReturnType<typeof smtpTo>, mail: SendMailOptions): Promise<unknown> {
  return new Promise((resolve) => {
    let returned: unknown = "nothing yet";
    returned = mailer.sendMail(mail, function (this: unknown, ...args: unknown[]) {
      resolve([returned, this === undefined, args.length, shape(args[0]), keys(args[1])]);
    });
  });
}

const cases: readonly (readonly [string, () => Promise<() => ReturnType<typeof smtpTo>>, string, string])[] = [
  ["SMTP", async () => () => smtpTo(port), "customer@canary.example", "success"],
  ["a pool", async () => () => smtpTo(port, { pool: true }), "customer@canary.example", "success"],
  ["JSON", async () => () => createTransport({ jsonTransport: true }) as never, "customer@canary.example", "success"],
  ["a stream", async () => () => createTransport({ streamTransport: true }) as never, "a@canary.example", "success"],
  ["a wrong recipient", async () => () => smtpTo(port), "unknown@canary.example", "failure EENVELOPE_5xx"],
  ["a greylisted one", async () => () => smtpTo(port), "greylisted@canary.example", "failure EENVELOPE_4xx"],
  ["sendmail", async () => sendmail(0), "customer@canary.example", "success"],
  ["a sendmail that fails", async () => sendmail(75), "customer@canary.example", "failure ESENDMAIL"],
  ["SES", async () => () => ses(async () => ({ MessageId: "1" })), "customer@canary.example", "success"],
  [
    "an SES that throttles",
    async () => () =>
      ses(async () => Promise.reject(Object.assign(new Error("canary"), { name: "TooManyRequestsException" }))),
    "customer@canary.example",
    "failure ESES",
  ],
  [
    "a wrong password",
    async () => () => smtpTo(port, { auth: { user: "canary-user", pass: "canary-pass" } }),
    "customer@canary.example",
    "failure EAUTH_5xx",
  ],
  [
    "a refused connection",
    async () => {
      const closed = await closedPort();
      return () => smtpTo(closed);
    },
    "customer@canary.example",
    "failure ESOCKET",
  ],
  [
    "a server that never answers",
    async () => {
      const hanging = await hangingServer();
      return () => smtpTo(hanging, { greetingTimeout: 150 });
    },
    "customer@canary.example",
    "failure ETIMEDOUT",
  ],
];

describe.each(cases)("%s", (_name, prepare, to, expected) => {
  test("behaves as bare and is counted once, by promise and by callback", async () => {
    const make = await prepare();
    const mail = { ...MAIL, to };
    const [bare, instrumented] = [make(), instrumentMailer(instrumentMailer(make()))];
    onTestFinished(() => {
      bare.close();
      instrumented.close();
    });
    expect(await withPromise(instrumented, mail)).toEqual(await withPromise(bare, mail));
    expect(await mails()).toEqual({ [expected]: 1 });
    expect(await withCallback(instrumented, mail)).toEqual(await withCallback(bare, mail));
    expect(await mails()).toEqual({ [expected]: 2 });
    expect(Object.keys(instrumented)).toEqual(Object.keys(bare));
    expect(Object.keys(instrumented.transporter)).toEqual(Object.keys(bare.transporter));
    expect(
      JSON.stringify([await telemetry.metrics(), telemetry.logs().map((log) => [log.body, log.attributes])]),
    ).not.toMatch(/canary/);
  });
});

test("a rejection that nobody handles is reported once, as bare", async () => {
  const mailer = instrumentMailer(smtpTo(await closedPort()));
  const reports: unknown[] = [];
  const report = (error: unknown): void => void reports.push(shape(error));
  process.on("unhandledRejection", report);
  onTestFinished(() => void process.off("unhandledRejection", report));
  void mailer.sendMail(MAIL);
  await waitFor("the report", () => reports.length > 0);
  await new Promise(setImmediate);
  expect(reports).toEqual([["Error", "ESOCKET", undefined, expect.arrayContaining(["code", "port"])]]);
});

test("a mail that the transport never saw is not counted: the caller's own mistake", async () => {
  const mailer = instrumentMailer(smtpTo(port));
  await expect(mailer.sendMail({ ...MAIL, signal: AbortSignal.abort() })).rejects.toThrow("aborted");
  expect(await mails()).toEqual({});
});

describe("a transport of one's own", () => {
  class OwnTransport {
    readonly name = "own";
    readonly version = "1";
    #sent = 0;

    send(_mail: unknown, callback: (error: Error | null, info?: unknown) => void): number {
      this.#sent++;
      if (this.#sent === 2) throw new TypeError("canary@canary.example");
      if (this.#sent === 3) callback(Object.assign(new Error("canary"), { code: "canary@canary.example" }));
      else callback(null, { sent: this.#sent });
      callback(null, { sent: "twice" });
      return this.#sent;
    }
  }

  test("keeps its this, result, throw and a second callback; instrumented before or after createTransport", async () => {
    const transport = instrumentMailer(new OwnTransport());
    expect([transport.send.name, transport.send.length]).toEqual(["send", 2]);
    const answers: unknown[] = [];
    expect(transport.send({}, (...args) => answers.push(args))).toBe(1);
    expect(() => transport.send({}, () => {})).toThrow(new TypeError("canary@canary.example"));
    expect(answers).toEqual([
      [null, { sent: 1 }],
      [null, { sent: "twice" }],
    ]);
    const mailer = instrumentMailer(createTransport(transport as never));
    await expect(mailer.sendMail(MAIL)).rejects.toThrow("canary");
    expect(await mails()).toEqual({ success: 1, "failure TypeError": 1, "failure Error": 1 });
  });

  test("something with a sendMail that gives a promise, which nobody handles or everybody does", async () => {
    const failing = { sendMail: (_mail: object) => Promise.reject(Object.assign(new Error("no"), { code: "ESES" })) };
    const mailer = instrumentMailer(failing);
    await expect(mailer.sendMail({})).rejects.toThrow("no");
    expect(await mails()).toEqual({ "failure ESES": 1 });
    const unhandled = once(process, "unhandledRejection");
    void mailer.sendMail({});
    expect(String((await unhandled)[0])).toBe("Error: no");
  });

  test("what is no transport, or frozen, is given back as it is", () => {
    const frozen = Object.freeze({ send: () => 7 });
    expect(instrumentMailer(frozen)).toBe(frozen);
    expect(frozen.send()).toBe(7);
    for (const wrong of [undefined, 1, {}, null]) expect(instrumentMailer(wrong as never)).toBe(wrong);
  });
});

test("health: a service that does not work is unhealthy at once, a single refusal is not, a success heals", async () => {
  const mailer = instrumentMailer(smtpTo(port));
  const closed = instrumentMailer(smtpTo(await closedPort()));
  const send = (through: typeof mailer, to: string): Promise<unknown> =>
    through.sendMail({ ...MAIL, to }).catch((error: unknown) => error);
  await send(mailer, "a@canary.example");
  expect(await emailHealth()).toBe(1);
  watcher.lookNow();
  const before = telemetry.events("metrics.health").length;
  await send(closed, "a@canary.example");
  expect(await emailHealth()).toBe(0);
  watcher.lookNow();
  expect(await mailer.verify()).toBe(true);
  expect(await emailHealth()).toBe(1);
  watcher.lookNow();
  for (const expected of [1, 1, 0]) {
    await send(mailer, "greylisted@canary.example");
    expect(await emailHealth()).toBe(expected);
  }
  watcher.lookNow();
  await send(mailer, "a@canary.example");
  watcher.lookNow();
  for (let wrong = 0; wrong < 5; wrong++) await send(mailer, "unknown@canary.example");
  expect(await emailHealth()).toBe(1);
  await expect(closed.verify()).rejects.toThrow("ECONNREFUSED");
  expect(await emailHealth()).toBe(0);
  watcher.lookNow();
  const changes = telemetry
    .events("metrics.health")
    .slice(before)
    .map(({ severityText, body }) => [severityText, body]);
  expect(changes).toEqual([
    ["WARN", "email is unhealthy: sending mail failed: ESOCKET"],
    ["INFO", "email is healthy again"],
    ["WARN", "email is unhealthy: sending mail failed: EENVELOPE, the server answered 451"],
    ["INFO", "email is healthy again"],
    ["WARN", "email is unhealthy: sending mail failed: ESOCKET"],
  ]);
});
