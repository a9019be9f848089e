import type { KeyKind } from "@jobscope/store";
import { z } from "zod";

import { looksLikeKey } from "../model/key-form.ts";
import { denialOf, ROLES, SCOPES } from "../model/principal.ts";
import type { Role, Scope } from "../model/principal.ts";
import type { ParameterFault } from "../model/problem.ts";
import { KEY_KINDS } from "./keys-params.ts";
import { parseBody } from "./parse-body.ts";
import type { ParsedBody } from "./parse-body.ts";
import { instant } from "./scalars.ts";
import type { ParamsSchema } from "./schema.ts";
import { untilFault } from "./until.ts";

const MAX_DAYS = 3660;
const MAX_OVERLAP_SECONDS = 604_800;

/** Shown in lists, logs and the audit: of one line, and not the place for a key. */
const keyName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .superRefine((given, context) => {
    if (/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u.test(given) && !looksLikeKey(given)) return;
    const fix = 'Send a name of one line, such as "grafana".';
    context.addIssue({ code: "custom", message: "It holds a line break, or what looks like a key.", params: { fix } });
  });

/** `POST keys` */
export interface KeyBody {
  readonly name: string;
  readonly kind: KeyKind;
  /** Of an `api` key. */
  readonly role?: Role | undefined;
  readonly scopes?: readonly Scope[] | undefined;
  /** Of an `ingest` key. */
  readonly services?: readonly string[] | undefined;
  /** Epoch milliseconds. */
  readonly expires_time?: number | undefined;
}

export const keyBody: ParamsSchema<KeyBody> = z
  .strictObject({
    name: keyName.describe("For people; one line."),
    kind: z.enum(KEY_KINDS).default("api"),
    role: z.enum(ROLES).optional().describe("Of an `api` key, which needs one."),
    scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length).optional().describe("Narrows the role of an `api` key."),
    services: z
      .array(z.string().min(1).max(500))
      .min(1)
      .max(100)
      .optional()
      .describe("Of an `ingest` key: all that it may send for."),
    expires_time: instant().optional().describe("When the key ends, at most 3,660 days ahead; never where left out."),
  })
  .superRefine((body, context) => {
    for (const { parameter, detail, fix } of kindFaults(body)) {
      context.addIssue({ code: "custom", path: [parameter], message: detail, params: { fix } });
    }
  });

/** A key that is wished for, with whatever is wrong with it: as `POST keys` takes it, from elsewhere too. */
export function parseNewKey(given: unknown, nowMs: number): ParsedBody<KeyBody> {
  const parsed = parseBody(keyBody, given);
  const fault = parsed.kind === "valid" ? keyEndFault(parsed.value.expires_time, nowMs) : undefined;
  return fault === undefined ? parsed : { kind: "invalid", faults: [fault] };
}

/** `POST keys/{id}/rotate` */
export interface RotateBody {
  /** How long the old key goes on being good. */
  readonly overlap_seconds: number;
  /** End of the new key, epoch milliseconds. */
  readonly expires_time?: number | undefined;
}

export const rotateBody: ParamsSchema<RotateBody> = z.strictObject({
  overlap_seconds: z.int().min(0).max(MAX_OVERLAP_SECONDS).default(0),
  expires_time: instant().optional().describe("End of the new key; where left out, it lives as long as the old one."),
});

export function keyEndFault(untilMs: number | undefined, nowMs: number): ParameterFault | undefined {
  return untilMs === undefined ? undefined : untilFault(untilMs, { field: "expires_time", maxDays: MAX_DAYS, nowMs });
}

/** What one kind of key has and the other has not. */
function kindFaults({ kind, role, scopes, services }: KeyBody): readonly ParameterFault[] {
  if (kind === "ingest") {
    const fault = (parameter: string): ParameterFault => ({
      parameter,
      detail: "A key that sends telemetry has no part in this API.",
      fix: "Leave it out, or make a key of kind api.",
    });
    return [...(role === undefined ? [] : [fault("role")]), ...(scopes === undefined ? [] : [fault("scopes")])];
  }
  const services_ = {
    parameter: "services",
    detail: "Services bind a key that sends telemetry.",
    fix: "Leave it out.",
  };
  const faults = services === undefined ? [] : [services_];
  if (role === undefined) {
    return [...faults, { parameter: "role", detail: "It is missing.", fix: `Allowed: ${ROLES.join(", ")}.` }];
  }
  const beyond = scopes?.find((scope) => denialOf({ id: "", role }, scope) !== undefined);
  if (beyond === undefined) return faults;
  const detail = `The role ${role} does not allow ${beyond}.`;
  return [...faults, { parameter: "scopes", detail, fix: "Leave the scope out, or give a higher role." }];
}
