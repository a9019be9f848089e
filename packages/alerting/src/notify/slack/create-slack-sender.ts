import type { SlackChannel } from "../../model/channel.ts";
import type { DeliveryAttempt, DeliveryOutcome } from "../../model/notification.ts";
import type { HttpResult } from "../http/exchange.ts";
import { exchange } from "../http/exchange.ts";
import { outcomeOf } from "../http/outcome.ts";
import type { Target } from "../http/target.ts";
import { readTarget } from "../http/target.ts";
import { readSecret } from "../read-secret.ts";
import { RecentMap } from "../recent-map.ts";
import type { ChannelSender, SenderPorts } from "../sender-ports.ts";
import { slackPayload } from "./payload.ts";

/** How often a message may go without an answer. Incoming webhooks know no idempotency key: each of these may be on the screen. */
const MAX_UNANSWERED = 2;

/** Posts to an incoming webhook. */
export function createSlackSender(channel: SlackChannel, ports: SenderPorts): ChannelSender {
  const unanswered = new RecentMap<number>();
  return {
    async send(attempt, signal) {
      const url = readSecret(channel.url, ports);
      if (url.kind === "missing") return url.outcome;
      const read = readTarget(url.value, ports.allowPrivateTargets);
      if (read.kind === "forbidden") return { kind: "broken", reason: read.reason };
      const before = Math.max(unanswered.get(attempt.notificationId) ?? 0, attempt.maybeRepeated ? 1 : 0);
      const result = await post(attempt, before > 0, { target: read.target, ports, signal });
      if (result.kind === "failed" && result.ambiguous) {
        unanswered.set(attempt.notificationId, before + 1);
        return afterSilence(result.reason, before + 1);
      }
      const outcome = outcomeOf(result, read.target.place, ports.nowMs());
      if (outcome.kind !== "retry") unanswered.delete(attempt.notificationId);
      return outcome;
    },
    close() {},
  };
}

interface PostWork {
  readonly target: Target;
  readonly ports: SenderPorts;
  readonly signal: AbortSignal;
}

function post(attempt: DeliveryAttempt, repeated: boolean, work: PostWork): Promise<HttpResult> {
  const body = JSON.stringify(slackPayload(attempt, { repeated, nowMs: work.ports.nowMs() }));
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "content-length": String(Buffer.byteLength(body)),
    "user-agent": "jobscope",
  };
  return exchange(work.target, { method: "POST", headers, body }, { ports: work.ports, signal: work.signal });
}

function afterSilence(reason: string, times: number): DeliveryOutcome {
  if (times < MAX_UNANSWERED) return { kind: "retry", reason };
  return { kind: "refused", reason: `${reason}, ${times} times: it may have been posted, and is not posted again` };
}
