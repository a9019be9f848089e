import type { AuditEntry } from "@jobscope/store";
import { z } from "zod";

import type { IsoTime } from "./common-resource.ts";
import { count, isoTime, literals, resource } from "./resource-schema.ts";
import type { ResourceSchema } from "./resource-schema.ts";

/** Something that was changed, or that somebody was not let do. */
export interface AuditResource {
  /** 1, 2, 3 … without gaps. */
  readonly sequence: number;
  readonly time: IsoTime;
  /** Id of the key or account; `anonymous` where nobody is known. */
  readonly actor: string;
  readonly role: string | null;
  readonly action: string;
  readonly target: string | null;
  readonly outcome: AuditEntry["outcome"];
  readonly detail: string | null;
  /** The network whence it came. */
  readonly address: string | null;
  readonly request_id: string | null;
  /** Equal denials that this entry stands for. */
  readonly count: number;
  /** Over this entry and the one before it. */
  readonly digest: string;
}

/** Whether the audit is as it was written. */
export interface AuditCheckResource {
  readonly ok: boolean;
  readonly entries: number;
  /** Sequence number of the first entry that is missing or was changed. */
  readonly broken_at: number | null;
}

export const auditSchema: ResourceSchema<AuditResource> = resource(
  "AuditEntry",
  "Something that was changed, or that somebody was not let do.",
  {
    sequence: z.int().min(1).describe("1, 2, 3 … without gaps."),
    time: isoTime().describe("When it happened."),
    actor: z.string().describe("Id of the key or account; `anonymous` where nobody is known."),
    role: z.string().nullable().describe("Role of the key or account."),
    action: z.string().describe("`keys.create`, `alerts.ack`, `jobs.retire`; `access` for what was denied."),
    target: z.string().nullable().describe("What it was done to: an id, or method and path."),
    outcome: literals<AuditEntry["outcome"]>({ done: true, denied: true, failed: true }).describe(
      "`denied`: nobody was let. `failed`: it was allowed and could not be done.",
    ),
    detail: z.string().nullable().describe("What exactly, or why not."),
    address: z.string().nullable().describe("The network whence it came: the last byte of IPv4 is 0, 48 bits of IPv6."),
    request_id: z.string().nullable().describe("`X-Request-Id` of the request."),
    count: count().describe("Equal denials that this entry stands for."),
    digest: z.string().describe("Over this entry and the digest of the one before it."),
  },
);

export const auditCheckSchema: ResourceSchema<AuditCheckResource> = resource(
  "AuditCheck",
  "Whether the audit is as it was written.",
  {
    ok: z.boolean().describe("Every entry is there and as it was written."),
    entries: count().describe("How many were looked at."),
    broken_at: z.int().nullable().describe("First entry that is missing or was changed."),
  },
);
