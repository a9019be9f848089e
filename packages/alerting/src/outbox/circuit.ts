import type { ChannelState, DeliveryOutcome } from "../model/notification.ts";
import type { OutboxLimits } from "./limits.ts";

type Failure = Extract<DeliveryOutcome, { kind: "retry" }>;

/** It took a message, or refused one for the message's sake: it works. */
export function channelWorks(state: ChannelState, deliveredMs: number | undefined): ChannelState {
  const { lastError: _error, ...rest } = state;
  const works: ChannelState = { ...rest, circuit: "closed", failures: 0, retryAtMs: 0 };
  return deliveredMs === undefined ? works : { ...works, lastDeliveredMs: deliveredMs };
}

/** How long the channel asks to be left alone; undefined where it does not. */
export function retryAfterOf(outcome: Failure, limits: OutboxLimits): number | undefined {
  const asked = outcome.retryAfterMs;
  if (asked === undefined || !Number.isFinite(asked)) return undefined;
  // An answer of "at once", again and again, must not become a busy loop.
  return Math.min(limits.retryAfterMaxMs, Math.max(1_000, asked));
}

/**
 * An attempt failed in a way that may pass. Who names the time of the next attempt is alive: that is no failure and opens no
 * circuit, and nothing ever disables the channel.
 */
export function channelFailed(
  state: ChannelState,
  outcome: Failure,
  { nowMs, limits }: { readonly nowMs: number; readonly limits: OutboxLimits },
): ChannelState {
  const lastError = outcome.reason;
  const retryAfter = retryAfterOf(outcome, limits);
  const pausedMs = Math.max(state.retryAtMs, nowMs + (retryAfter ?? 0));
  if (state.circuit === "broken") {
    // It does not say that it never will any more: worth a look soon.
    return { ...state, lastError, retryAtMs: Math.max(pausedMs, nowMs + limits.circuitOpenMs) };
  }
  if (retryAfter !== undefined) return { ...state, lastError, circuit: "closed", failures: 0, retryAtMs: pausedMs };
  const failures = state.failures + 1;
  if (state.circuit === "closed" && failures < limits.circuitFailures) return { ...state, lastError, failures };
  return { ...state, lastError, failures, circuit: "open", retryAtMs: nowMs + limits.circuitOpenMs };
}

export function channelBroke(
  state: ChannelState,
  reason: string,
  { nowMs, limits }: { readonly nowMs: number; readonly limits: OutboxLimits },
): ChannelState {
  return {
    ...state,
    circuit: "broken",
    failures: state.failures + 1,
    retryAtMs: nowMs + limits.brokenProbeMs,
    lastError: reason,
  };
}
