import type { Request } from "express";

/** The whole path as the caller sent it, without the query string. */
export function requestPath(request: Request): string {
  return request.originalUrl.split("?", 1)[0] ?? "";
}

/** The query string, parsed by the platform's own rules rather than by those of an application around us. */
export function requestQuery(request: Request): URLSearchParams {
  const start = request.originalUrl.indexOf("?");
  return new URLSearchParams(start < 0 ? "" : request.originalUrl.slice(start + 1));
}
