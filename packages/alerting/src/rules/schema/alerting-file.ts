import type { DurationText, PackFile, RuleGroupFile, SelectorFile } from "./rule-file.ts";

/** What every channel may say. */
export interface ChannelBodyFile {
  /** Name of the channel that takes over what this one will never deliver. */
  readonly failover?: string | undefined;
  /** Whether it is told when an alert is over; `true` by default. */
  readonly sendResolved?: boolean | undefined;
  readonly rate?: { readonly burst?: number | undefined; readonly perMinute?: number | undefined } | undefined;
}

export interface ConsoleChannelFile extends ChannelBodyFile {
  readonly type: "console";
}

export interface EmailChannelFile extends ChannelBodyFile {
  readonly type: "email";
  readonly to: string | readonly string[];
  readonly from: string;
  readonly host: string;
  /** 587 by default, 465 for `security: tls`. */
  readonly port?: number | undefined;
  /** `starttls` by default, `tls` for port 465. */
  readonly security?: "tls" | "starttls" | "opportunistic" | "none" | undefined;
  readonly user?: string | undefined;
  /** `env:NAME` or `file:/path`. */
  readonly password?: string | undefined;
  readonly caFile?: string | undefined;
}

export interface WebhookChannelFile extends ChannelBodyFile {
  readonly type: "webhook";
  /** `https://…`, or a reference where the address itself is a secret. */
  readonly url: string;
  /** References to Standard Webhooks secrets. */
  readonly signingSecrets?: readonly string[] | undefined;
  readonly bearerToken?: string | undefined;
}

export interface SlackChannelFile extends ChannelBodyFile {
  readonly type: "slack";
  /** Reference to the address of the incoming webhook. */
  readonly url: string;
}

export type ChannelFile = ConsoleChannelFile | EmailChannelFile | WebhookChannelFile | SlackChannelFile;

export interface RouteFile {
  readonly receiver?: string | undefined;
  /** Which alerts; a route without it takes all. */
  readonly match?: SelectorFile | undefined;
  /** The next routes are looked at, too. */
  readonly continue?: boolean | undefined;
  readonly groupBy?: "all" | readonly string[] | undefined;
  readonly groupWait?: DurationText | undefined;
  readonly groupInterval?: DurationText | undefined;
  readonly repeatInterval?: DurationText | undefined;
  readonly muteTimeIntervals?: readonly string[] | undefined;
  readonly activeTimeIntervals?: readonly string[] | undefined;
  readonly escalation?: string | undefined;
  readonly throttle?: { readonly max: number; readonly per: DurationText } | undefined;
  readonly routes?: readonly RouteFile[] | undefined;
}

export interface InhibitFile {
  readonly name?: string | undefined;
  readonly source: SelectorFile;
  readonly target: SelectorFile;
  readonly equal?: readonly string[] | undefined;
}

export interface TimeIntervalFile {
  /** `09:00-17:00`, the end not included. */
  readonly times?: readonly string[] | undefined;
  /** `monday-friday`, `sunday`. */
  readonly weekdays?: readonly string[] | undefined;
  /** `1-5`, `-1` for the last day. */
  readonly daysOfMonth?: readonly (string | number)[] | undefined;
  /** `january-march`, `12`. */
  readonly months?: readonly (string | number)[] | undefined;
  readonly years?: readonly (string | number)[] | undefined;
  /** `Europe/Berlin`; UTC by default. */
  readonly timeZone?: string | undefined;
}

export interface EscalationFile {
  /** Which incidents escalate; all of the route's by default. */
  readonly match?: SelectorFile | undefined;
  readonly levels: readonly { readonly after: DurationText; readonly receiver: string }[];
  /** How often the levels are gone through; 3 by default. */
  readonly loops?: number | undefined;
  /** An acknowledged incident that still fires starts anew after this; 30m by default, 0 for never. */
  readonly ackTimeout?: DurationText | undefined;
  /** 7d by default. */
  readonly stopAfter?: DurationText | undefined;
  /** Told when nobody acknowledged. */
  readonly exhausted?: string | undefined;
}

/** A file that configures the alerting; all of it is optional. */
export interface AlertingFile {
  readonly pack?: boolean | PackFile | undefined;
  readonly groups?: readonly RuleGroupFile[] | undefined;
  readonly channels?: Readonly<Record<string, ChannelFile>> | undefined;
  /** Who is told through which channels. */
  readonly receivers?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly route?: RouteFile | undefined;
  readonly inhibit?: readonly InhibitFile[] | undefined;
  readonly timeIntervals?: Readonly<Record<string, readonly TimeIntervalFile[]>> | undefined;
  readonly escalations?: Readonly<Record<string, EscalationFile>> | undefined;
  /** Private addresses that webhooks may reach, each exactly `host:port`. */
  readonly allowPrivateTargets?: readonly string[] | undefined;
  /** Pinged while the alerting works; `url` may be a reference. */
  readonly deadMan?: { readonly url: string; readonly interval?: DurationText | undefined } | undefined;
  /** Base of the links in messages. */
  readonly publicUrl?: string | undefined;
}

/** Types an alerting file that is written in TypeScript. */
export function defineAlerting(file: AlertingFile): AlertingFile {
  return file;
}
