import type { Incident } from "../model/incident.ts";
import { equalInConstantTime } from "./equal-in-constant-time.ts";

type Sign = (text: string) => string;

export interface AckToken {
  readonly incidentId: string;
  readonly epoch: number;
  readonly expiresMs: number;
}

const LIVES_MS = 7 * 24 * 3_600_000;
const SHAPE = /^([0-9a-f]{1,64})\.(\d{1,15})\.([0-9a-z]{1,12})\.([\w-]{16,200})$/;

/**
 * Says which incident, as of which epoch and until when; nothing in it is secret, and the signature makes it ours. It works
 * once: what it does moves the incident to the next epoch.
 */
export function ackTokenFor(incident: Pick<Incident, "id" | "tokenEpoch">, nowMs: number, sign: Sign): string {
  const text = textOf({ incidentId: incident.id, epoch: incident.tokenEpoch, expiresMs: nowMs + LIVES_MS });
  return `${text}.${signature(text, sign)}`;
}

/** Undefined: not one of ours. Whether it has expired is for the reader to see. */
export function readAckToken(token: string, sign: Sign): AckToken | undefined {
  const [, incidentId, epoch, expires, signed] = SHAPE.exec(token) ?? [];
  if (incidentId === undefined || epoch === undefined || expires === undefined || signed === undefined)
    return undefined;
  const read = { incidentId, epoch: Number(epoch), expiresMs: Number.parseInt(expires, 36) * 1_000 };
  return equalInConstantTime(signed, signature(`${incidentId}.${epoch}.${expires}`, sign)) ? read : undefined;
}

export function ackUrl(publicUrl: string, token: string): string {
  return `${publicUrl.replace(/\/+$/, "")}/api/scheduler-monitoring/alerts/ack?token=${encodeURIComponent(token)}`;
}

function textOf({ incidentId, epoch, expiresMs }: AckToken): string {
  return `${incidentId}.${epoch}.${Math.ceil(expiresMs / 1_000).toString(36)}`;
}

/** The key may sign other things, too: none of those is a token. */
function signature(text: string, sign: Sign): string {
  return sign(`acknowledge.${text}`);
}
