import type { Response } from "express";

import type { RouteReply } from "../routing/route.ts";
import { sendFile } from "./send-file.ts";
import { sendKept, sendTagged, sendText } from "./send-text.ts";

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

export async function sendReply(response: Response, reply: RouteReply): Promise<void> {
  const { status = 200, html, headers, file, kept } = reply;
  response.status(status);
  if (file !== undefined) {
    await sendFile(response, file);
  } else if (kept !== undefined) {
    response.set({ ...(kept.type === "text/html" && PAGE_HEADERS), "Cache-Control": "private, no-cache", ...headers });
    sendKept(response, kept);
  } else if (html === undefined) {
    response.set({ "Cache-Control": "private, no-cache", ...headers });
    sendJson(response, reply);
  } else {
    response.set({ ...PAGE_HEADERS, ...headers });
    sendText(response, "text/html", html);
  }
}

function sendJson(response: Response, { status = 200, body, tagged }: RouteReply): void {
  const type = "application/json";
  const text = JSON.stringify(body);
  const { method } = response.req;
  if (status !== 200 || (method !== "GET" && method !== "HEAD")) return sendText(response, type, text);
  sendTagged(response, { type, text, ...(tagged !== undefined && { tagged: JSON.stringify(tagged) }) });
}
