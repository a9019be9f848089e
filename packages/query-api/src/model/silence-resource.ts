import type { Matcher } from "@jobscope/alerting";
import { z } from "zod";

import { alertSchema } from "./alert-resource.ts";
import type { AlertResource } from "./alert-resource.ts";
import type { IsoTime } from "./common-resource.ts";
import { arrayOf, isoTime, literals, resource } from "./resource-schema.ts";
import type { ResourceSchema } from "./resource-schema.ts";

export interface SilenceResource {
  readonly id: string;
  readonly state: "pending" | "active" | "expired";
  readonly matchers: readonly Matcher[];
  readonly starts_time: IsoTime;
  readonly ends_time: IsoTime;
  readonly created_by: string;
  readonly created_time: IsoTime;
  readonly comment: string;
  readonly until_resolved: boolean;
  /** Who ended it before its time. */
  readonly ended_by: string | null;
}

/** What a silence hides, or would hide. */
export interface SuppressionResource {
  /** Null for a preview. */
  readonly silence: SilenceResource | null;
  readonly hides: readonly AlertResource[];
}

const matcherSchema: ResourceSchema<Matcher> = resource(
  "Matcher",
  "A condition on one label; one that is absent counts as empty.",
  {
    name: z.string(),
    op: literals<Matcher["op"]>({ "=": true, "!=": true, "=~": true, "!~": true }).describe(
      "Regular expressions are RE2, anchored at both ends.",
    ),
    value: z.string(),
  },
);

export const silenceSchema: ResourceSchema<SilenceResource> = resource(
  "Silence",
  "Alerts that nobody is told of for a time.",
  {
    id: z.string(),
    state: literals<SilenceResource["state"]>({ pending: true, active: true, expired: true }),
    matchers: arrayOf(matcherSchema).describe("All must match."),
    starts_time: isoTime(),
    ends_time: isoTime(),
    created_by: z.string(),
    created_time: isoTime(),
    comment: z.string(),
    until_resolved: z.boolean().describe("Ends with the last alert that it hides."),
    ended_by: z.string().nullable().describe("Who ended it before its time."),
  },
);

export const suppressionSchema: ResourceSchema<SuppressionResource> = resource(
  "Suppression",
  "What a silence hides, or would hide.",
  {
    silence: silenceSchema.nullable().describe("Null for a preview."),
    hides: arrayOf(alertSchema),
  },
);
