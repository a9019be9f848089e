/** The key in an `Authorization: Bearer` header: never from elsewhere, since query strings end up in logs and histories. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S{1,512})$/i.exec(authorization ?? "")?.[1];
}
