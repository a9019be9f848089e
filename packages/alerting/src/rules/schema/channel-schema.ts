import { z } from "zod";

import type { SecretRef } from "../../model/channel.ts";
import type {
  ChannelFile,
  ConsoleChannelFile,
  EmailChannelFile,
  SlackChannelFile,
  WebhookChannelFile,
} from "./alerting-file.ts";
import { count, secret, secretRefOf, strict } from "./scalars.ts";

interface ChannelBody {
  readonly failover?: string | undefined;
  readonly sendResolved?: boolean | undefined;
  readonly rate?: { readonly burst?: number | undefined; readonly perMinute?: number | undefined } | undefined;
}

/** {@link ChannelFile} with its references checked. */
export type ParsedChannel =
  | (ChannelBody & { readonly type: "console" })
  | (ChannelBody & {
      readonly type: "email";
      readonly to: readonly string[];
      readonly from: string;
      readonly host: string;
      readonly port?: number | undefined;
      readonly security?: "tls" | "starttls" | "opportunistic" | "none" | undefined;
      readonly user?: string | undefined;
      readonly password?: SecretRef | undefined;
      readonly caFile?: string | undefined;
    })
  | (ChannelBody & {
      readonly type: "webhook";
      readonly url: string;
      readonly signingSecrets?: readonly SecretRef[] | undefined;
      readonly bearerToken?: SecretRef | undefined;
    })
  | (ChannelBody & { readonly type: "slack"; readonly url: SecretRef });

const body = {
  failover: z.string().optional(),
  sendResolved: z.boolean().optional(),
  rate: strict({ burst: count.optional(), perMinute: count.optional() }).optional(),
};

/** `Name <user@host>` or `user@host`, without line breaks: it becomes a mail header. */
const mailbox = z.string().regex(/^(?:[^\r\n<>]{0,100}<[^\s<>@,;]+@[^\s<>@,;]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/, {
  error: "is no mail address: write user@example.com or Name <user@example.com>",
});

const host = z
  .string()
  .regex(/^[\w.:-]{1,253}$/, { error: "is no host: write a name or an address, without a scheme or port" });

/** What was given may hold a secret and is not shown. */
const url = z.string().superRefine((text, context) => {
  const problem = secretRefOf(text) === undefined ? urlProblem(text) : undefined;
  if (problem !== undefined) context.addIssue(problem);
});

/** Why a target cannot be used. */
export function urlProblem(text: string): string | undefined {
  const parsed = URL.parse(text);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    return "is no address: write https://…, or a reference to it as env:NAME or file:/path";
  }
  if (parsed.username === "" && parsed.password === "") return undefined;
  return "holds a password: write a reference to the whole address instead, as env:NAME or file:/path";
}

const consoleChannel = strict({ type: z.literal("console"), ...body }) satisfies z.ZodType<unknown, ConsoleChannelFile>;

const email = strict({
  type: z.literal("email"),
  ...body,
  to: z
    .union([mailbox, z.array(mailbox).min(1).max(100)], { error: "write mail addresses such as user@example.com" })
    .transform((given): readonly string[] => (typeof given === "string" ? [given] : given)),
  from: mailbox,
  host,
  port: z.int().min(1).max(65_535).optional(),
  security: z.enum(["tls", "starttls", "opportunistic", "none"]).optional(),
  user: z.string().optional(),
  password: secret.optional(),
  caFile: z.string().optional(),
}) satisfies z.ZodType<unknown, EmailChannelFile>;

const webhook = strict({
  type: z.literal("webhook"),
  ...body,
  url,
  signingSecrets: z.array(secret).max(5).optional(),
  bearerToken: secret.optional(),
}) satisfies z.ZodType<unknown, WebhookChannelFile>;

const slack = strict({ type: z.literal("slack"), ...body, url: secret }) satisfies z.ZodType<unknown, SlackChannelFile>;

export const channelSchema: z.ZodType<ParsedChannel, ChannelFile> = z.discriminatedUnion(
  "type",
  [consoleChannel, email, webhook, slack],
  { error: "needs a type: write console, email, webhook or slack" },
);
