import type { AuditEntry } from "@jobscope/store";

import { cutText } from "../../shape/scalars.ts";

/** Who did something, as every route that writes learns it. */
export interface Author {
  /** `role` is `""` where nobody has one. */
  readonly principal: { readonly id: string; readonly role: string };
  readonly requestId: string;
  /** Anonymised. */
  readonly address: string;
}

interface Deed {
  readonly atMs: number;
  /** `alerts.snooze` */
  readonly action: string;
  /** What it was done to; `""` where that says nothing. */
  readonly target: string;
  /** What exactly was done; never a body, a key or a comment of somebody. */
  readonly detail?: string;
}

/** Longest target and detail, characters. */
const MAX_TEXT = 300;

/** The line of the audit that goes with a command, written in the same transaction. */
export function auditOf(author: Author, { atMs, action, target, detail = "" }: Deed): AuditEntry {
  const { principal, requestId, address } = author;
  return {
    atMs,
    actor: principal.id,
    role: principal.role,
    action,
    target: cutText(target, MAX_TEXT),
    outcome: "done",
    detail: cutText(detail, MAX_TEXT),
    address,
    requestId,
    count: 1,
  };
}

interface Denial {
  readonly atMs: number;
  /** Id of a key or account. Default: `anonymous`, for nobody who is known. */
  readonly actor?: string | undefined;
  /** Default: none. */
  readonly role?: string | undefined;
  readonly action: string;
  readonly target: string;
  readonly detail: string;
  /** Anonymised; `""` where none is known. */
  readonly address: string;
  readonly requestId?: string;
  /** Equal ones that this line stands for. Default 1. */
  readonly count?: number;
}

/** The line of the audit about what somebody was not let do. */
export function deniedEntry({ atMs, actor = "anonymous", role = "", ...denial }: Denial): AuditEntry {
  const { action, target, detail, address, requestId = "", count = 1 } = denial;
  return {
    atMs,
    actor,
    role,
    action,
    target: cutText(target, MAX_TEXT),
    outcome: "denied",
    detail: cutText(detail, MAX_TEXT),
    address,
    requestId,
    count,
  };
}
