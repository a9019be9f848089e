import { setTimeout as sleep } from "node:timers/promises";

import type { LogEvent, Sender } from "../../../support/job-events.ts";
import { logsBody, resourceOf, runEnd } from "../../../support/job-events.ts";
import { post } from "../../../support/otlp-client.ts";

const RETRY_MS = 50;
const GIVE_UP_MS = 60_000;

/** Sends one export until it is acknowledged, whatever becomes of the receiver meanwhile, as every exporter does. */
export async function sendUntilTaken(otlp: () => string, path: string, body: string): Promise<void> {
  const deadline = performance.now() + GIVE_UP_MS;
  for (;;) {
    const status = await post(otlp(), { path, body }).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    if (performance.now() > deadline) throw new Error(`${path} was not taken within ${GIVE_UP_MS} ms; last: ${status}`);
    await sleep(RETRY_MS);
  }
}

export interface Outcome {
  readonly job: string;
  readonly runId: string;
  readonly result: "success" | "failure";
  readonly atMs: number;
  readonly criticality?: string;
}

/** The end of a run that took 10 ms. */
export function outcomeBody(sender: Sender, outcomes: readonly Outcome[]): string {
  return logsBody(sender, outcomes.map(outcomeEvent));
}

export function outcomeEvent({ job, runId, result, atMs, criticality }: Outcome): LogEvent {
  const event = runEnd({ job, runId, startMs: atMs - 10 }, result, 10);
  if (criticality === undefined) return event;
  return { ...event, attributes: { ...event.attributes, "job.criticality": criticality } };
}

/** One point of a gauge. */
export function gaugeBody(
  sender: Sender,
  name: string,
  point: { readonly value: number; readonly atMs: number },
): string {
  const dataPoints = [{ timeUnixNano: `${point.atMs}000000`, asDouble: point.value }];
  const scopeMetrics = [{ scope: { name: "test" }, metrics: [{ name, unit: "1", gauge: { dataPoints } }] }];
  return JSON.stringify({ resourceMetrics: [{ resource: resourceOf(sender), scopeMetrics }] });
}
