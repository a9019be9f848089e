/** Five minutes that arrive at once: who is told of them, by the real monitor. */
import { setTimeout as sleep } from "node:timers/promises";

import { waitFor } from "@jobscope/testkit";
import { expect, test } from "vitest";

import { type LogEvent, logsBody, processBeat } from "../../support/job-events.ts";
import { AlertingMonitor } from "./support/alerting-monitor.ts";
import { HookRecipient } from "./support/recipients.ts";
import { gaugeBody, outcomeEvent, sendUntilTaken } from "./support/steadfast-sender.ts";

const SENDER = { service: "billing", instance: "billing-1" };
const AWAY_S = 300;
const BEAT_S = 2;
/** What one export of the backlog holds, in the sender's time. */
const EXPORT_S = 10;
/** Longer than the grid of any rule of the pack, so that whatever could be told has been. */
const CALM_MS = 16_000;

/** A service with a clock of its own: its first words are five minutes old when they are sent, and then it is silent. */
class AwayService {
  readonly #otlp: string;
  readonly #startMs: number;
  #beats = 0;

  constructor(otlp: string, startMs: number) {
    this.#otlp = otlp;
    this.#startMs = startMs;
  }

  async appear(): Promise<void> {
    const start = { "job.process.start_time": new Date(this.#startMs).toISOString() };
    await this.#send([
      { name: "job.process.start", timeMs: this.#startMs, attributes: start },
      ...["recovered", "still failing", "well"].map((job) => this.#declared(job)),
      this.#beat(this.#startMs),
    ]);
  }

  /** All that happened while it was away, oldest first, in the order in which it was recorded. */
  async deliver(): Promise<void> {
    for (let from = BEAT_S; from < AWAY_S; from += EXPORT_S) {
      const events: LogEvent[] = [];
      for (let at = from; at < Math.min(from + EXPORT_S, AWAY_S); at += BEAT_S) {
        events.push(...runsAt(at, this.#startMs), this.#beat(this.#startMs + at * 1000));
      }
      await this.#send(events);
      const high = from > 20 && from < 190;
      const point = { value: high ? 0.97 : 0.4, atMs: this.#startMs + from * 1000 };
      await sendUntilTaken(
        () => this.#otlp,
        "/v1/metrics",
        gaugeBody(SENDER, "jobscope.process.memory.utilization", point),
      );
    }
  }

  /** It goes on, in real time now. */
  async live(forMs: number): Promise<void> {
    const untilMs = Date.now() + forMs;
    while (Date.now() < untilMs) {
      await this.#send([this.#beat(Date.now())]);
      await sleep(1_000);
    }
  }

  #declared(job: string): LogEvent {
    const times = Array.from({ length: 5 }, (_, minute) =>
      new Date(this.#startMs + (minute + 1) * 60_000).toISOString(),
    );
    return {
      name: "job.declared",
      timeMs: this.#startMs,
      attributes: {
        "job.name": job,
        "job.system.name": "custom",
        "job.criticality": "critical",
        "job.scope": "instance",
        "job.schedule.type": "cron",
        "job.schedule.expression": "* * * * *",
        "job.schedule.next_times": times,
      },
    };
  }

  #beat(atMs: number): LogEvent {
    const started = { "job.process.start_time": new Date(this.#startMs).toISOString() };
    return processBeat(++this.#beats, atMs, { ...started, "job.process.heartbeat.interval": BEAT_S + 1e-9 });
  }

  #send(events: readonly LogEvent[]): Promise<void> {
    return sendUntilTaken(() => this.#otlp, "/v1/logs", logsBody(SENDER, events));
  }
}

/** Each job once a minute: one fails in the first two and is good again, one fails from the third on, one is well. */
function runsAt(second: number, startMs: number): readonly LogEvent[] {
  if (second % 60 !== 0) return [];
  const minute = second / 60;
  const run = (job: string, fails: boolean): LogEvent =>
    outcomeEvent({
      job,
      runId: `${job}-${minute}`,
      result: fails ? "failure" : "success",
      atMs: startMs + second * 1000 + 50,
      criticality: "critical",
    });
  return [run("recovered", minute <= 2), run("still failing", minute >= 3), run("well", false)];
}

test(
  "a sender is away for five minutes and then delivers all: told of what is the case, not of what is over",
  { timeout: 90_000 },
  async () => {
    await using hook = await HookRecipient.start();
    await using monitor = await AlertingMonitor.start({
      hook,
      file: {
        pack: { rules: { ProcessLost: { keepFiringFor: 0 }, CriticalJobFailed: { keepFiringFor: 0 } } },
        route: {
          receiver: "default",
          groupBy: ["alertname", "service_name", "job_name"],
          groupWait: 0,
          groupInterval: "1s",
        },
      },
    });
    const { process } = monitor;
    const service = new AwayService(process.otlp, Date.now() - AWAY_S * 1000 - 1000);
    await service.appear();
    await waitFor("the process to be given up", () => toldOf(hook, "firing").length > 0, 30_000);
    expect(toldOf(hook, "firing")).toEqual(["ProcessLost "]);
    await service.deliver();
    await service.live(CALM_MS);
    expect(toldOf(hook, "firing")).toEqual(["ProcessLost ", "CriticalJobFailed still failing"]);
    expect(toldOf(hook, "resolved")).toEqual(["ProcessLost "]);
    const [failed] = hook.told("firing", "still failing");
    expect(failed?.evidence.count).toBe(2);
    const { length: silent } = await process.api.slots("service=billing&state=missed");
    expect(silent).toBe(0);
  },
);

const toldOf = (hook: HookRecipient, status: "firing" | "resolved"): readonly string[] =>
  hook.told(status).map(({ labels }) => `${labels["alertname"]} ${labels["job_name"] ?? ""}`);
