import type { DeliveryAttempt } from "../../model/notification.ts";
import type { AlertFacts } from "../message/alert-facts.ts";
import { placeText } from "../message/alert-facts.ts";
import type { MessageFactsOptions } from "../message/message-facts.ts";
import { messageFacts } from "../message/message-facts.ts";
import { slackLink, slackText } from "./slack-text.ts";

export interface SlackPayload {
  /** For notifications, and for readers without blocks. */
  readonly text: string;
  readonly mrkdwn: false;
  readonly link_names: false;
  readonly unfurl_links: false;
  readonly unfurl_media: false;
  readonly blocks: readonly SlackBlock[];
}

type PlainText = { readonly type: "plain_text"; readonly text: string; readonly emoji: false };
type Markup = { readonly type: "mrkdwn"; readonly text: string; readonly verbatim: true };
type SlackBlock =
  | { readonly type: "header"; readonly text: PlainText }
  | { readonly type: "section"; readonly text: PlainText | Markup }
  | { readonly type: "context"; readonly elements: readonly PlainText[] };

/** Of all texts together. Slack refuses messages somewhere above 9,600, which it documents nowhere. */
export const MAX_SLACK_TEXT = 8000;
const MAX_HEADER = 150;
const MAX_FALLBACK = 400;
const MAX_ALERT = 1600;
const MAX_NOTES = 1000;
const RESERVED = 2600;
/** Of an alert's links together. */
const MAX_LINKS = 600;
const MAX_ALERT_BLOCKS = 20;

/** Everything that comes from jobs stands in plain text, where Slack knows no markup; only links of ours are markup. */
export function slackPayload(attempt: DeliveryAttempt, options: MessageFactsOptions): SlackPayload {
  const facts = messageFacts(attempt, options);
  const fallback = slackText([facts.subject, facts.alerts[0]?.what ?? ""].join(" "), MAX_FALLBACK);
  const blocks: SlackBlock[] = [{ type: "header", text: plain(slackText(facts.subject, MAX_HEADER)) }];
  let left = MAX_SLACK_TEXT - fallback.length - RESERVED;
  let shown = 0;
  for (const alert of facts.alerts.slice(0, MAX_ALERT_BLOCKS)) {
    const text = slackText(alertText(alert), MAX_ALERT);
    if (shown > 0 && text.length > left) break;
    left -= text.length;
    shown += 1;
    blocks.push({ type: "section", text: plain(text) });
    left -= addLinks(alert, left, blocks);
  }
  if (facts.ackLink !== undefined && facts.ackLink.length < 1000)
    blocks.push(markup(slackLink(facts.ackLink, "Acknowledge")));
  const hidden = facts.alerts.length - shown;
  const notes = hidden > 0 ? [`${hidden} more alerts do not fit here.`, ...facts.notes] : facts.notes;
  blocks.push({ type: "context", elements: [plain(slackText(notes.join(" "), MAX_NOTES))] });
  return { text: fallback, mrkdwn: false, link_names: false, unfurl_links: false, unfurl_media: false, blocks };
}

/** @returns How much of the room it takes. */
function addLinks(alert: AlertFacts, left: number, blocks: SlackBlock[]): number {
  let text = "";
  for (const { name, link } of alert.rows) {
    if (link === undefined) continue;
    const longer = [text, slackLink(link, name)].filter((each) => each !== "").join(" · ");
    if (longer.length <= Math.min(left, MAX_LINKS)) text = longer;
  }
  if (text === "") return 0;
  blocks.push(markup(text));
  return text.length;
}

function alertText(alert: AlertFacts): string {
  const place = placeText(alert);
  const head = `${alert.status.toUpperCase()} ${alert.severity} ${alert.rule}`;
  const rows = alert.rows
    .filter((row) => row.name !== "Runbook" || row.link === undefined)
    .map((row) => `${row.name}: ${row.text}`);
  return [place === "" ? head : `${head}: ${place}`, alert.what, ...rows].join("\n");
}

function plain(text: string): PlainText {
  return { type: "plain_text", text, emoji: false };
}

function markup(text: string): SlackBlock {
  return { type: "section", text: { type: "mrkdwn", text, verbatim: true } };
}
