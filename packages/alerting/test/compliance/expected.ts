import type { Labels } from "../../src/model/labels.ts";
import { type ComplianceCase, type Episode, GROUP_S } from "./cases.ts";

/** What the interfaces show of an alert. */
export interface ShownAlert {
  readonly state: "pending" | "firing";
  readonly labels: Labels;
  readonly annotations: Readonly<Record<string, string>>;
  readonly value: number;
  readonly activeS: number;
}

export interface ShownSend {
  readonly sentS: number;
  readonly labels: Labels;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsS: number;
  readonly endsS: number;
  readonly resolved: boolean;
}

const RESEND_S = 60;
const RETENTION_S = 900;

/** An episode on the slots of one phase: nothing of it is a range. */
export interface Placed extends Episode {
  readonly pendingS: number;
  readonly firingS: number;
  readonly resolvedS: number;
}

const slotFrom = (phaseS: number, timeS: number): number => Math.ceil((timeS - phaseS) / GROUP_S) * GROUP_S + phaseS;

export function slotsOf({ untilS }: ComplianceCase, phaseS: number): readonly number[] {
  const slots: number[] = [];
  for (let slotS = phaseS; slotS <= untilS; slotS += GROUP_S) slots.push(slotS);
  return slots;
}

export function placed({ episodes }: ComplianceCase, phaseS: number): readonly Placed[] {
  const done: Placed[] = [];
  for (const episode of episodes) {
    const before = done.find(
      ({ rule, labels }) => rule === episode.after?.rule && labels["variant"] === episode.after.variant,
    );
    const pendingS = before?.firingS ?? slotFrom(phaseS, episode.fromS);
    const firingS = slotFrom(phaseS, pendingS + episode.forS);
    done.push({ ...episode, pendingS, firingS, resolvedS: slotFrom(phaseS, episode.toS) });
  }
  return done;
}

export function expectedAlerts(episodes: readonly Placed[], slotS: number): readonly ShownAlert[] {
  return episodes
    .filter(({ pendingS, resolvedS }) => pendingS <= slotS && slotS < resolvedS)
    .map(({ labels, annotations, value, pendingS, firingS }) => ({
      state: slotS < firingS ? "pending" : "firing",
      labels,
      annotations: annotations(slotS),
      value: value(slotS),
      activeS: pendingS,
    }));
}

/** What is sent at a slot: once at each change, and again at the first slot more than a minute after the last time. */
export function expectedSends(episodes: readonly Placed[], untilS: number): readonly ShownSend[] {
  return episodes.flatMap((episode) => {
    const next = episodes.find(
      (other) => other.rule === episode.rule && other.labels === episode.labels && other.pendingS > episode.resolvedS,
    );
    const endS = Math.min(episode.resolvedS + RETENTION_S + 1, next?.pendingS ?? Number.POSITIVE_INFINITY, untilS + 1);
    return sendsOf(episode, endS);
  });
}

function sendsOf(episode: Placed, endS: number): readonly ShownSend[] {
  const { firingS, resolvedS, labels } = episode;
  const sends: ShownSend[] = [];
  if (firingS >= resolvedS) return sends;
  const send = (sentS: number, annotatedS: number): void => {
    const resolved = sentS >= resolvedS;
    const endsS = resolved ? resolvedS : sentS + 4 * Math.max(RESEND_S, GROUP_S);
    sends.push({ sentS, labels, annotations: episode.annotations(annotatedS), startsS: firingS, endsS, resolved });
  };
  for (let slotS = firingS, lastS = Number.NEGATIVE_INFINITY; slotS < endS; slotS += GROUP_S) {
    if (slotS !== resolvedS && slotS - lastS <= RESEND_S) continue;
    send(slotS, Math.min(slotS, resolvedS - GROUP_S));
    lastS = slotS;
  }
  return sends;
}
