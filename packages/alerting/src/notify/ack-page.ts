import { createHash } from "node:crypto";

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
  | { readonly kind: "already_done"; readonly by?: string; readonly atMs?: number }
  /** Used, resolved, or reopened since. */
  | { readonly kind: "expired" }
  /** For the reason given. */
  | { readonly kind: "refused"; readonly detail: string }
  /** Not signed by us, or cut off on its way. */
  | { readonly kind: "wrong" };

export interface AckAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Alerts that are listed on the page. */
export const MAX_LISTED = 10;

const STYLE =
  ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}" +
  "button{font:inherit;padding:.7rem 1.4rem;cursor:pointer}";
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/** No script, nothing fetched, no frame around it; the token goes nowhere but to this site. */
const HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  "cache-control": "no-store",
  // The form sends an Origin only where a referrer may be sent to this site.
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex",
};

/** Renders the page; the texts of alerts are escaped here. */
export function renderAckPage(page: AckPage): AckAnswer {
  const { status, title, body } = content(page);
  const html = [
    `<!doctype html><html lang="en"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width,initial-scale=1">`,
    `<title>${title}</title><style>${STYLE}</style></head>`,
    `<body><main><h1>${title}</h1>${body}</main></body></html>`,
  ].join("");
  return { status, headers: HEADERS, body: html };
}

interface Content {
  readonly status: number;
  readonly title: string;
  readonly body: string;
}

function content(page: AckPage): Content {
  switch (page.kind) {
    case "confirm":
      return { status: 200, title: "Acknowledge this incident?", body: confirmBody(page) };
    case "done":
      return {
        status: 200,
        title: "Acknowledged",
        body: `<p role="status">Acknowledged ${who(page.by)} at ${when(page.atMs)}. Nobody else is called for it.</p>`,
      };
    case "already_done": {
      const at = page.atMs === undefined ? "" : ` at ${when(page.atMs)}`;
      const text = `It was acknowledged${page.by === undefined ? "" : ` ${who(page.by)}`}${at}. Nothing was changed now.`;
      return { status: 200, title: "Already acknowledged", body: `<p role="status">${text}</p>` };
    }
    case "expired":
      return {
        status: 410,
        title: "This link has expired",
        body: `<p role="alert">The incident is over, or it was acknowledged or opened again since. Use the link of the newest message.</p>`,
      };
    case "refused":
      return {
        status: 410,
        title: "This link does not work any more",
        body: `<p role="alert">${escapeHtml(cleanLine(page.detail))}</p>`,
      };
    case "wrong":
      return {
        status: 404,
        title: "This link is not valid",
        body: `<p role="alert">It may have been cut off on its way. Copy it whole from the message.</p>`,
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
