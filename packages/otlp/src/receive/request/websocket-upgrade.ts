import type { IncomingMessage } from "node:http";

/**
 * For `shouldUpgradeCallback` of `http.createServer`: lets WebSocket upgrades reach the `upgrade` event and everything else the request
 * listener. RFC 9110 allows a server to ignore an upgrade it does not offer, as the h2c that Java's HTTP client asks for.
 */
export function isWebSocketUpgrade(request: IncomingMessage): boolean {
  return request.method === "GET" && (request.headers.upgrade ?? "").trim().toLowerCase() === "websocket";
}
