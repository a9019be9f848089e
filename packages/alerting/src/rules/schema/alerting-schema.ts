import { z } from "zod";

import type { AlertingFile, InhibitFile, TimeIntervalFile } from "./alerting-file.ts";
import { channelSchema, urlProblem, type ParsedChannel } from "./channel-schema.ts";
import {
  escalationSchema,
  inhibitSchema,
  routeSchema,
  timeIntervalSchema,
  type ParsedEscalation,
  type ParsedRoute,
} from "./route-schema.ts";
import { groupSchema, packSchema, type ParsedGroup, type ParsedPack } from "./rule-schema.ts";
import { name, positiveDuration, secretRefOf, strict } from "./scalars.ts";

/** {@link AlertingFile} with every text read; names are not looked up yet. */
export interface ParsedAlerting {
  readonly pack?: ParsedPack | undefined;
  readonly groups?: readonly ParsedGroup[] | undefined;
  readonly channels?: Readonly<Record<string, ParsedChannel>> | undefined;
  readonly receivers?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly route?: ParsedRoute | undefined;
  readonly inhibit?: readonly InhibitFile[] | undefined;
  readonly timeIntervals?: Readonly<Record<string, readonly TimeIntervalFile[]>> | undefined;
  readonly escalations?: Readonly<Record<string, ParsedEscalation>> | undefined;
  readonly allowPrivateTargets?: readonly string[] | undefined;
  readonly deadMan?: { readonly url: string; readonly interval?: number | undefined } | undefined;
  readonly publicUrl?: string | undefined;
}

const target = z.string().superRefine((text, context) => {
  const problem = secretRefOf(text) === undefined ? urlProblem(text) : undefined;
  if (problem !== undefined) context.addIssue(problem);
});

const publicUrl = z
  .string()
  .superRefine((text, context) => {
    const problem = urlProblem(text);
    if (problem !== undefined) context.addIssue("is no address: write https://… without a password");
  })
  .transform((text) => text.replace(/\/+$/, ""));

const privateTarget = z.string().regex(/^(?:\[[\da-fA-F:.]+\]|[\w.-]+):\d{1,5}$/, {
  error: "is no target: write exactly host:port, such as 10.0.0.5:8080 or [::1]:8080",
});

export const alertingSchema: z.ZodType<ParsedAlerting, AlertingFile> = strict({
  pack: z
    .union([z.boolean(), packSchema])
    .transform((given): ParsedPack => (typeof given === "boolean" ? { enabled: given } : given))
    .optional(),
  groups: z.array(groupSchema).max(1000).optional(),
  channels: z.record(name, channelSchema).optional(),
  receivers: z.record(name, z.array(z.string()).min(1).max(100)).optional(),
  route: routeSchema.optional(),
  inhibit: z.array(inhibitSchema).max(1000).optional(),
  timeIntervals: z.record(name, z.array(timeIntervalSchema).min(1)).optional(),
  escalations: z.record(name, escalationSchema).optional(),
  allowPrivateTargets: z.array(privateTarget).max(1000).optional(),
  deadMan: strict({ url: target, interval: positiveDuration.optional() }).optional(),
  publicUrl: publicUrl.optional(),
}).meta({ title: "Jobscope alerting", description: "Rules, channels and routes of Jobscope's alerting" });

/** For editors: what an alerting file may say. */
export function alertingJsonSchema(): Readonly<Record<string, unknown>> {
  return { ...z.toJSONSchema(alertingSchema, { io: "input", unrepresentable: "any" }) };
}
