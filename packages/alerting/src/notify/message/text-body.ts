import type { AlertFacts, FactRow } from "./alert-facts.ts";
import { placeText } from "./alert-facts.ts";
import { safeLink } from "./clean-text.ts";
import type { MessageFacts } from "./message-facts.ts";

/** Plain text for mail: lines as short as their values are, in the order in which they are needed. */
export function textBody(facts: MessageFacts): string {
  const blocks = facts.alerts.map(alertBlock);
  const ack = facts.ackLink === undefined ? [] : [`Acknowledge: ${facts.ackLink}`];
  return `${[...ack, ...blocks, facts.notes.join("\n")].join("\n\n")}\n`;
}

/** A link is all that can be clicked here: it stands beside what it is not itself. */
function rowText({ text, link }: FactRow): string {
  return link === undefined || safeLink(text) === link ? text : `${text} ${link}`;
}

function alertBlock(alert: AlertFacts): string {
  const place = placeText(alert);
  const lines = [
    `${alert.status.toUpperCase()} ${alert.severity}  ${alert.rule}${place === "" ? "" : `  ${place}`}`,
    alert.what,
    ...alert.rows.map((row) => `  ${row.name}: ${rowText(row)}`),
  ];
  return lines.join("\n");
}
