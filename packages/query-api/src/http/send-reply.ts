import type { Response } from "express";

import type { RouteReply } from "./route.ts";

/**
 * A page with one form and its own style. The token in its address goes nowhere with a Referer of `strict-origin`; of
 * `no-referrer` the form would send the Origin `null`, which is refused.
 */
const PAGE_HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "strict-origin",
  "X-Robots-Tag": "noindex",
} as const;

export function sendReply(response: Response, { status = 200, body, html, headers = {} }: RouteReply): void {
  response.status(status);
  if (html === undefined) {
    response.set({ "Cache-Control": "private, no-cache", ...headers }).type("application/json");
    response.send(JSON.stringify(body));
  } else {
    response.set({ ...PAGE_HEADERS, ...headers }).type("text/html");
    response.send(html);
  }
}
