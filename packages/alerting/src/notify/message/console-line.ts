import type { DeliveryAttempt } from "../../model/notification.ts";
import type { AlertFacts } from "./alert-facts.ts";
import { placeText } from "./alert-facts.ts";
import { cleanLine } from "./clean-text.ts";
import { messageFacts } from "./message-facts.ts";
import { timeText } from "./time-text.ts";

/** Longest line on a console, in UTF-16 units. */
export const MAX_CONSOLE_LINE = 1000;
/** Of what happened, so that the alert's id behind it is not cut off. */
const MAX_WHAT = 300;

const SHOWN: ReadonlySet<string> = new Set([
  "Alert",
  "Since",
  "Attention",
  "Resolved",
  "Because",
  "Happened",
  "Last good run",
  "Error",
  "Trace",
]);

/**
 * One line for each alert of the message, begun by the time of day as of which it tells, and nothing that a terminal would
 * take for a command.
 */
export function consoleLines(attempt: DeliveryAttempt): readonly string[] {
  const { message } = attempt;
  const facts = messageFacts(attempt);
  const mark = marks(attempt);
  const lines = facts.alerts.map((alert) => lineOf(alert, mark));
  const time = timeText(message.atMs).replace(/^\S+ (?=\d)/, "");
  const rest = message.truncatedAlerts;
  if (rest > 0 || lines.length === 0)
    lines.push(`ALERT ${message.severity} ${message.status} ${rest} more alerts${mark}`);
  return lines.map((line) => cleanLine(`${time} ${line}`, MAX_CONSOLE_LINE));
}

function lineOf(alert: AlertFacts, mark: string): string {
  const place = placeText(alert);
  const head = `ALERT ${alert.severity} ${alert.status} ${alert.rule}${mark}`;
  const rows = alert.rows.filter(({ name, text }) => SHOWN.has(name) && text !== alert.what);
  // A long line loses its end: by the id the rest is found.
  rows.sort((a, b) => Number(b.name === "Alert") - Number(a.name === "Alert"));
  const details = rows.map(({ name, text }) => `${name.toLowerCase()}: ${text}`).join(" | ");
  const parts = [head, place, cleanLine(alert.what, MAX_WHAT), details === "" ? "" : `[${details}]`];
  return parts.filter((part) => part !== "").join(" · ");
}

function marks({ message, maybeRepeated, failedOverFrom }: DeliveryAttempt): string {
  const list: string[] = [];
  if (message.reason === "repeat") list.push("reminder");
  if (message.reason === "fired_and_resolved") list.push("fired and resolved");
  if (message.reason === "exhausted") list.push("nobody acknowledged");
  if (message.escalation !== undefined) list.push(`escalation level ${message.escalation.level}`);
  if (maybeRepeated) list.push("maybe repeated");
  if (failedOverFrom !== undefined) list.push(`instead of ${failedOverFrom}`);
  return list.length === 0 ? "" : ` (${list.join(", ")})`;
}
