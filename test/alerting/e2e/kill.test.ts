/** The real monitor, killed without warning while alerts fire, are sent, and end: its receivers hear of each once. */
import { setTimeout as sleep } from "node:timers/promises";

import type { AlertingFile } from "@jobscope/alerting";
import { waitFor } from "@jobscope/testkit";
import { expect, test } from "vitest";

import { slowTestsRun } from "../../support/slow.ts";
import { AlertingMonitor } from "./support/alerting-monitor.ts";
import { HookRecipient, MailRecipient } from "./support/recipients.ts";
import { gaugeBody, outcomeBody, sendUntilTaken } from "./support/steadfast-sender.ts";

const SENDER = { service: "billing", instance: "billing-1" };
const WAIT_MS = 60_000;
const slow = slowTestsRun();

/** The moments at which the monitor is killed, one in each round. */
const MOMENTS = [
  "the webhook took it and does not answer",
  "the mail was handed over and not taken yet",
  "the records were acknowledged",
  "the webhook has answered",
  "the mail was taken",
  "the records are on their way",
  "5 ms after the records were sent",
  "15 ms after the records were sent",
  "25 ms after the records were sent",
  "40 ms after the records were sent",
  "80 ms after the records were sent",
] as const;
type Moment = (typeof MOMENTS)[number];

const FILE: AlertingFile = {
  pack: false,
  groups: [
    {
      name: "jobs",
      interval: "1s",
      rules: [
        {
          name: "JobFailed",
          when: { failed: true },
          keepFiringFor: 0,
          flapControl: false,
          summary: "{{ $labels.job_name }} failed",
        },
      ],
    },
  ],
  route: { receiver: "default", groupBy: ["alertname", "job_name"], groupWait: 0, groupInterval: "1s" },
};

/** One job fails, the one of the round before is good again, and in the middle of it the monitor dies. */
class Rounds {
  readonly jobs: string[] = [];
  readonly #monitor: AlertingMonitor;
  readonly #hook: HookRecipient;
  readonly #mail: MailRecipient;
  readonly #killed: Moment[] = [];

  constructor(monitor: AlertingMonitor, hook: HookRecipient, mail: MailRecipient) {
    this.#monitor = monitor;
    this.#hook = hook;
    this.#mail = mail;
  }

  async play(moment: Moment): Promise<void> {
    const job = `job-${this.jobs.length}`;
    const before = this.jobs.at(-1);
    this.jobs.push(job);
    const killed = Promise.withResolvers<void>();
    this.#arm(moment, () => {
      this.#killed.push(moment);
      this.#monitor.process.end("SIGKILL").then(killed.resolve, killed.reject);
    });
    const sent = this.#tell(job, before);
    this.#killAround(moment, sent);
    await killed.promise;
    this.#disarm();
    await this.#monitor.process.boot();
    await sent;
    await waitFor(`the failure of ${job} (${moment})`, () => this.#heard("firing", job), WAIT_MS);
    if (before !== undefined) await waitFor(`the end of ${before} (${moment})`, () => this.#heard("resolved", before));
  }

  /** The last job is good again, and nobody dies. */
  async end(): Promise<void> {
    const last = this.jobs.at(-1) ?? "";
    await this.#send([{ job: last, result: "success" }]);
    await waitFor(`the end of ${last}`, () => this.#heard("resolved", last), WAIT_MS);
  }

  #kill: () => void = () => {};

  #arm(moment: Moment, kill: () => void): void {
    let once: (() => void) | undefined = kill;
    this.#kill = () => {
      once?.();
      once = undefined;
    };
    const at = (wanted: Moment) => () => {
      if (moment === wanted) this.#kill();
    };
    this.#hook.mute = moment === "the webhook took it and does not answer";
    this.#hook.moments = {
      asked: at("the webhook took it and does not answer"),
      answered: at("the webhook has answered"),
    };
    this.#mail.moments = {
      asked: at("the mail was handed over and not taken yet"),
      answered: at("the mail was taken"),
    };
  }

  #disarm(): void {
    this.#hook.mute = false;
    this.#hook.moments = undefined;
    this.#mail.moments = undefined;
  }

  #killAround(moment: Moment, sent: Promise<void>): void {
    const ms = /^(\d+) ms/.exec(moment)?.[1];
    if (ms !== undefined) setTimeout(() => this.#kill(), Number(ms));
    if (moment === "the records are on their way") setImmediate(() => this.#kill());
    if (moment === "the records were acknowledged") void sent.then(() => this.#kill());
  }

  #tell(job: string, before: string | undefined): Promise<void> {
    const good = before === undefined ? [] : [{ job: before, result: "success" as const }];
    return this.#send([{ job, result: "failure" }, ...good]);
  }

  #send(outcomes: readonly { readonly job: string; readonly result: "success" | "failure" }[]): Promise<void> {
    const atMs = Date.now();
    const all = outcomes.map((outcome) => ({ ...outcome, atMs, runId: `${outcome.job}-${outcome.result}` }));
    return sendUntilTaken(() => this.#monitor.process.otlp, "/v1/logs", outcomeBody(SENDER, all));
  }

  #heard(status: "firing" | "resolved", job: string): boolean {
    const inMail = this.#mail.mails.some(
      ({ subject }) => subject.startsWith(`[${status.toUpperCase()}`) && subject.endsWith(` ${job}`),
    );
    return inMail && this.#hook.told(status, job).length > 0;
  }
}

test.concurrent(
  "kill -9 at many moments: each failure and each end is told once under its id",
  { timeout: 240_000 },
  async () => {
    await using hook = await HookRecipient.start();
    await using mail = await MailRecipient.start();
    await using monitor = await AlertingMonitor.start({ file: FILE, hook, mail });
    const rounds = new Rounds(monitor, hook, mail);
    const moments = slow ? [...MOMENTS, ...MOMENTS] : MOMENTS.slice(0, 4);
    for (const moment of moments) await rounds.play(moment);
    await rounds.end();
    for (const job of rounds.jobs) {
      expect(hook.told("firing", job), `failure of ${job}`).toHaveLength(1);
      expect(hook.told("resolved", job), `end of ${job}`).toHaveLength(1);
    }
    expect(mail.mails).toHaveLength(2 * rounds.jobs.length);
    expect(hook.repeated.filter(({ marked, same }) => !marked || !same)).toEqual([]);
    expect(hook.repeated.length, "what was taken and not answered comes again").toBeGreaterThan(0);
  },
);

/** A gauge that must be high for 5 s, and a second level after 4 s. */
const clocksOf = ({ url }: HookRecipient): AlertingFile => ({
  ...FILE,
  groups: [
    {
      name: "memory",
      interval: "1s",
      rules: [
        {
          name: "MemoryHigh",
          when: { metric: "memory.used", by: ["service.name"], above: 0.85 },
          for: "5s",
          mode: "grid",
          severity: "critical",
        },
      ],
    },
  ],
  route: { receiver: "default", groupBy: ["alertname"], groupWait: 0, groupInterval: "1s", escalation: "pages" },
  channels: { lead: { type: "webhook", url } },
  receivers: { default: ["webhook"], lead: ["lead"] },
  escalations: { pages: { levels: [{ after: "4s", receiver: "lead" }], loops: 1 } },
});
const FOR_MS = 5_000;
const LEVEL_MS = 4_000;
const INTERVAL_MS = 1_000;

const SHORT = { what: "is back before they are due", downMs: 0 };
const LONG = { what: "comes back after they were due", downMs: 5_000 };

test.concurrent.each(slow ? [SHORT, LONG] : [SHORT])(
  "kill -9 while `for` and an escalation run, and the monitor $what",
  { timeout: 120_000 },
  async ({ downMs }) => {
    await using hook = await HookRecipient.start();
    await using monitor = await AlertingMonitor.start({ file: clocksOf(hook), hook });
    const { process } = monitor;
    const die = async (): Promise<number> => {
      await process.end("SIGKILL");
      await sleep(downMs);
      await process.boot();
      return Date.now();
    };
    const high = gaugeBody(SENDER, "memory.used", { value: 0.95, atMs: Date.now() });
    await sendUntilTaken(() => process.otlp, "/v1/metrics", high);
    const [pending] = await process.api.until(
      () => process.api.alerts("active=true"),
      (alerts) => alerts.length === 1,
    );
    const activeMs = Date.parse(pending?.pending_time ?? "");
    const readyMs = await die();
    await waitFor("the alert", () => hook.told("firing").length > 0, WAIT_MS);
    const [fired] = hook.deliveries;
    const firedMs = Date.parse(fired?.body.alerts[0]?.startsAt ?? "");
    expect((firedMs - activeMs) % INTERVAL_MS, "on the grid of the rule").toBe(0);
    expectDue(firedMs, { dueMs: activeMs + FOR_MS, readyMs });

    const againMs = await die();
    const levels = (): typeof hook.deliveries => hook.deliveries.filter(({ body }) => body.escalation?.level === 1);
    await waitFor("the second level", () => levels().length > 0, WAIT_MS);
    const decidedMs = Date.parse(fired?.body.decided_at ?? "");
    expectDue(Date.parse(levels()[0]?.body.decided_at ?? ""), { dueMs: decidedMs + LEVEL_MS, readyMs: againMs });

    await sendUntilTaken(
      () => process.otlp,
      "/v1/metrics",
      gaugeBody(SENDER, "memory.used", { value: 0.2, atMs: Date.now() }),
    );
    // The team and the lead: whoever was told that it fires is told that it ended.
    await waitFor("its end, for both", () => hook.told("resolved").length >= 2, WAIT_MS);
    expect(hook.deliveries.map(({ body }) => body.reason).toSorted()).toEqual([
      "escalation",
      "firing",
      "resolved",
      "resolved",
    ]);
    expect(new Set(hook.deliveries.flatMap(({ body }) => body.alerts.map(({ id }) => id))).size).toBe(1);
  },
);

/** Never early. At its time where the monitor is there by then, else at the first chance. */
function expectDue(atMs: number, { dueMs, readyMs }: { readonly dueMs: number; readonly readyMs: number }): void {
  expect(atMs).toBeGreaterThanOrEqual(dueMs);
  // A busy machine may judge a slot late, which skips it.
  expect(atMs - Math.max(dueMs, readyMs)).toBeLessThanOrEqual(10 * INTERVAL_MS);
}
