import type { AlertFacts, FactRow } from "./alert-facts.ts";
import { placeText } from "./alert-facts.ts";
import { escapeHtml } from "./clean-text.ts";
import type { MessageFacts } from "./message-facts.ts";

// Colours that read on white and on black: the mail program chooses the background.
const COLOURS = { critical: "#c62828", warning: "#b26a00", info: "#1565c0", resolved: "#2e7d32" } as const;

/** No tables, no images, nothing that is fetched: it reads the same in a phone's dark mode and in a text-only pane. */
export function htmlBody(facts: MessageFacts): string {
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">`,
    `<title>${escapeHtml(facts.subject)}</title></head>`,
    `<body style="font-family:system-ui,sans-serif;font-size:15px;line-height:1.45">`,
    ...(facts.ackLink === undefined ? [] : [`<p>${link(facts.ackLink, "Acknowledge")}</p>`]),
    ...facts.alerts.map(alertSection),
    `<p style="opacity:.75">${facts.notes.map(escapeHtml).join("<br>")}</p>`,
    `</body></html>`,
  ].join("\n");
}

function alertSection(alert: AlertFacts): string {
  const place = placeText(alert);
  const colour = alert.status === "resolved" ? COLOURS.resolved : (severityColour(alert.severity) ?? COLOURS.info);
  const state = `${alert.status.toUpperCase()} ${alert.severity}`;
  return [
    `<h2 style="font-size:17px;margin:18px 0 4px"><span style="color:${colour}">${escapeHtml(state)}</span> ${escapeHtml(alert.rule)}`,
    `${place === "" ? "" : `<br>${escapeHtml(place)}`}</h2>`,
    `<p style="margin:0 0 6px"><strong>${escapeHtml(alert.what)}</strong></p>`,
    `<ul style="margin:0;padding-left:18px">${alert.rows.map(listItem).join("")}</ul>`,
  ].join("");
}

function severityColour(severity: string): string | undefined {
  return severity === "critical" || severity === "warning" || severity === "info" ? COLOURS[severity] : undefined;
}

function listItem(row: FactRow): string {
  const text = row.link === undefined ? escapeHtml(row.text) : link(row.link, row.text);
  return `<li>${escapeHtml(row.name)}: ${text}</li>`;
}

function link(href: string, text: string): string {
  return `<a href="${escapeHtml(href)}" rel="noreferrer">${escapeHtml(text)}</a>`;
}
