import type { Bench } from "../../../../scripts/bench/contract.ts";
import { channel, intentOf, START_MS } from "../../test/support/outbox-world.ts";
import type { Intent } from "../model/notification.ts";
import { createOutbox } from "./create-outbox.ts";

const MESSAGES = 10_000;

interface Measured {
  readonly addMs: number;
  readonly sendMs: number;
  readonly sent: number;
  readonly changes: number;
}

/** Everything is added at once, then sent one by one, as a storm would be; without digests, for each message counts. */
function measure(intents: readonly Intent[], digestAbove: number): Measured {
  let changes = 0;
  const outbox = createOutbox({
    config: {
      channels: [channel("a", { rate: { burst: 1e9, perMinute: 1e9 } })],
      receivers: [{ name: "team", channels: ["a"] }],
    },
    snapshot: { notifications: [], channels: [], alerts: [] },
    emit: () => void (changes += 1),
    limits: { waiting: 2 * MESSAGES, digestAbove },
  });
  const started = performance.now();
  outbox.add(intents, START_MS);
  const added = performance.now();
  let sent = 0;
  for (let attempts = outbox.due(START_MS); attempts.length > 0; attempts = outbox.due(START_MS)) {
    sent += attempts.length;
    const reports = attempts.map(({ notificationId, attempt }) => ({
      notificationId,
      attempt,
      outcome: { kind: "delivered" } as const,
    }));
    outbox.delivered(reports, START_MS);
    outbox.nextDeadlineMs(START_MS);
  }
  return { addMs: added - started, sendMs: performance.now() - added, sent, changes };
}

const groups = Array.from({ length: MESSAGES }, (_, index) =>
  intentOf({ id: `i${index}`, group: `g${index}`, firing: [`x${index}`] }),
);
const oneGroup = Array.from({ length: MESSAGES }, (_, index) =>
  intentOf({ id: `j${index}`, group: "g", firing: [`x${index % 40}`] }),
);

const perIntent = ({ addMs, sendMs }: Measured): number => ((addMs + sendMs) / MESSAGES) * 1_000;

export const bench: Bench = {
  name: "outbox",
  run() {
    measure(groups, 2 * MESSAGES);
    const single = measure(groups, 2 * MESSAGES);
    const digests = measure(groups, 20);
    const merged = measure(oneGroup, 20);
    return Promise.resolve([
      { name: "intent of one of 10,000 groups: added, sent, delivered", value: perIntent(single), unit: "µs" },
      { name: "changes of it", value: single.changes / MESSAGES, unit: "per intent" },
      { name: "intent of one of 10,000 groups, in digests", value: perIntent(digests), unit: "µs" },
      { name: "messages for 10,000 groups in digests", value: digests.sent, unit: "messages" },
      { name: "intent of one group, merged into what waits", value: perIntent(merged), unit: "µs" },
    ]);
  },
};
