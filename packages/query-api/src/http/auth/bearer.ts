import type { Request } from "express";

/** The key of a request: only ever from `Authorization: Bearer`, since query strings end up in logs and histories. */
export function bearerOf({ headers: { authorization } }: Pick<Request, "headers">): string | undefined {
  return /^Bearer +(\S{1,512})$/i.exec(authorization ?? "")?.[1];
}
