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
    name: z.string().describe("Name of a label."),
    op: literals<Matcher["op"]>({ "=": true, "!=": true, "=~": true, "!~": true }).describe(
      "Regular expressions are RE2, anchored at both ends.",
    ),
    value: z.string().describe("A text, or a pattern."),
  },
);

export const silenceSchema: ResourceSchema<SilenceResource> = resource(
  "Silence",
  "Alerts that nobody is told of for a time.",
  {
    id: z.string().describe("Names it in `DELETE silences/{id}`."),
    state: literals<SilenceResource["state"]>({ pending: true, active: true, expired: true }).describe(
      "`pending`: it has not begun. `expired`: it is over.",
    ),
    matchers: arrayOf(matcherSchema).describe("All must match."),
    starts_time: isoTime().describe("When it begins to hide."),
    ends_time: isoTime().describe("When it ends, or ended."),
    created_by: z.string().describe("Key or account that made it."),
    created_time: isoTime().describe("When it was made."),
    comment: z.string().describe("Why, for those who wonder later."),
    until_resolved: z.boolean().describe("Ends with the last alert that it hides."),
    ended_by: z.string().nullable().describe("Who ended it before its time."),
  },
);

export const suppressionSchema: ResourceSchema<SuppressionResource> = resource(
  "Suppression",
  "What a silence hides, or would hide.",
  {
    silence: silenceSchema.nullable().describe("Null for a preview."),
    hides: arrayOf(alertSchema).describe("Alerts that all of its matchers match now."),
  },
);
