import type { Alert } from "../model/alert.ts";
import { alertFacts, placeText } from "./message/alert-facts.ts";
import { cleanLine, escapeHtml } from "./message/clean-text.ts";
import { timeText } from "./message/time-text.ts";

/** What the link of a message leads to. */
export type AckPage =
  /** The only one with a button. Asking for it changes nothing: mail scanners follow links. */
  | {
      readonly kind: "confirm";
      readonly alerts: readonly Alert[];
      readonly token: string;
      /** Where the button posts to: a path of the same origin. */
      readonly action: string;
      readonly nowMs: number;
    }
  | { readonly kind: "done"; readonly by: string; readonly atMs: number }
  /** Used, expired, cut off, or over: `detail` says which. */
  | {
      readonly kind: "refused";
      readonly detail: string;
      /** The incident is acknowledged: there is nothing wrong with the link. */
      readonly already?: true;
    };

/** Alerts that are listed on the page. */
export const MAX_LISTED = 10;

const STYLE =
  ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}" +
  "button{font:inherit;padding:.7rem 1.4rem;cursor:pointer}";

/** Renders the page: no script, nothing fetched. The texts of alerts are escaped here. */
export function renderAckPage(page: AckPage): string {
  const { title, body } = content(page);
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width,initial-scale=1">`,
    `<title>${title}</title><style>${STYLE}</style></head>`,
    `<body><main><h1>${title}</h1>${body}</main></body></html>`,
  ].join("");
}

interface Content {
  readonly title: string;
  readonly body: string;
}

function content(page: AckPage): Content {
  switch (page.kind) {
    case "confirm":
      return { title: "Acknowledge this incident?", body: confirmBody(page) };
    case "done":
      return {
        title: "Acknowledged",
        body: `<p role="status">Acknowledged ${who(page.by)} at ${when(page.atMs)}. Nobody else is called for it.</p>`,
      };
    case "refused":
      return {
        title: page.already === true ? "Already acknowledged" : "This link does not work",
        body: `<p role="${page.already === true ? "status" : "alert"}">${escapeHtml(cleanLine(page.detail))}</p>`,
      };
  }
}

function confirmBody(page: Extract<AckPage, { kind: "confirm" }>): string {
  const items = page.alerts.slice(0, MAX_LISTED).map((alert) => listItem(alert, page.nowMs));
  const hidden = page.alerts.length - items.length;
  if (hidden > 0) items.push(`<li>and ${hidden} more</li>`);
  return [
    `<ul>${items.join("")}</ul>`,
    `<p>Acknowledging stops the escalation. The alerts go on until they resolve.</p>`,
    `<form method="post" action="${escapeHtml(page.action)}">`,
    `<input type="hidden" name="token" value="${escapeHtml(page.token)}">`,
    `<button type="submit">Acknowledge</button></form>`,
  ].join("");
}

function listItem(alert: Alert, nowMs: number): string {
  const facts = alertFacts(alert, nowMs);
  const since = facts.rows.find((row) => row.name === "Since")?.text ?? "";
  const place = placeText(facts);
  const head = [facts.severity, facts.rule, place].filter((part) => part !== "").join(" ");
  return `<li><strong>${escapeHtml(head)}</strong><br>${escapeHtml(facts.what)}<br>Since: ${escapeHtml(since)}</li>`;
}

function who(by: string): string {
  const name = cleanLine(by, 120);
  return name === "" ? "" : `by ${escapeHtml(name)}`;
}

function when(ms: number): string {
  const text = timeText(ms);
  return `<time datetime="${escapeHtml(text.replace(" UTC", "Z").replace(" ", "T"))}">${escapeHtml(text)}</time>`;
}
