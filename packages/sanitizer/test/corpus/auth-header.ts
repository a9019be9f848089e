import type { Case } from "./case.ts";
import { groupOf } from "./case.ts";
import { ALNUM, BASE64URL, HEX, randomOf, seedOf } from "./random.ts";

const g = groupOf("auth_header");
const random = randomOf(seedOf("auth_header"));
const s = (length: number, alphabet = ALNUM): string => random.chars(alphabet, length);
const basic = (): string => Buffer.from(`svc:${s(12)}`).toString("base64");

g.hits([
  `Authorization: ⟪Bearer⟫ ⟦${s(40)}⟧`,
  `authorization: ⟪bearer⟫ ⟦${s(40)}⟧\r\ncontent-type: application/json`,
  `Authorization: ⟪Basic⟫ ⟦${basic()}⟧`,
  `Proxy-Authorization: ⟪Basic⟫ ⟦${basic()}⟧`,
  `Authorization: ⟪Token⟫ ⟦${s(40, HEX)}⟧`,
  `Authorization: ⟪ApiKey⟫ ⟦${s(60)}⟧`,
  `Authorization: ⟪Negotiate⟫ ⟦${s(120)}⟧`,
  `Authorization: ⟪NTLM⟫ ⟦TlRMTVNTUAAB${s(40)}⟧`,
  `Authorization: ⟪Digest username="⟫bob⟪", realm="api", nonce="⟫${s(16, HEX)}⟪", uri="/x", response="⟫⟦${s(32, HEX)}⟧⟪"⟫`.replaceAll(
    /⟫(bob|[0-9a-f]{16})⟪/gu,
    "$1",
  ),
  `Authorization: ⟪AWS4-HMAC-SHA256 Credential=${"AKI" + "A"}${s(16, "ABCDEFGHJKLM")}/20261124/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=⟫⟦${s(64, HEX)}⟧`,
  `Authorization: ⟪Splunk⟫ ⟦${s(8, HEX)}-${s(4, HEX)}-${s(4, HEX)}-${s(4, HEX)}-${s(12, HEX)}⟧`,
  `Authorization: ⟪GenieKey⟫ ⟦${s(36)}⟧`,
  `Authorization: ⟦${s(32)}⟧`,
  `"Authorization": "⟪Bearer⟫ ⟦${s(40)}⟧"`,
  `'authorization': '⟪Bearer⟫ ⟦${s(40)}⟧', 'accept': '*/*'`,
  `headers: { authorization: '⟪Bearer⟫ ⟦${s(36)}⟧' }`,
  `curl -H "Authorization: ⟪Bearer⟫ ⟦${s(40)}⟧" https://api.example.com/v1`,
  `curl -u ⟪svc:⟫⟦${s(14)}⟧ https://api.example.com/v1`,
  `curl --user ⟪svc:⟫⟦${s(14)}⟧ https://api.example.com/v1`,
  `wget --header='Authorization: ⟪Bearer⟫ ⟦${s(40)}⟧' https://api.example.com/x`,
  `Cookie: ⟪session=⟫⟦${s(32)}⟧⟪; theme=dark⟫`,
  `cookie: ⟪connect.sid=⟫⟦s%3A${s(32)}.${s(43)}⟧`,
  `Set-Cookie: ⟪sid=⟫⟦${s(32)}⟧⟪; Path=/; HttpOnly; Secure⟫`,
  `set-cookie: ⟪__Host-session=⟫⟦${s(40)}⟧⟪; SameSite=Lax⟫`,
  `X-Api-Key: ⟦${s(32)}⟧\nAccept: */*`,
  `x-auth-token: ⟦${s(32)}⟧`,
  `X-Amz-Security-Token: ⟦${s(100)}⟧`,
  `X-Csrf-Token: ⟦${s(32)}⟧`,
  `X-Vault-Token: ⟦${s(30)}⟧`,
  `Ocp-Apim-Subscription-Key: ⟦${s(32, HEX)}⟧`,
  `GET /v1 HTTP/1.1\r\nHost: api.example.com\r\nAuthorization: ⟪Bearer⟫ ⟦${s(48)}⟧\r\nAccept: */*\r\n\r\n`,
  `> Authorization: ⟪Bearer⟫ ⟦${s(44)}⟧\n> Accept: */*`,
  `AxiosError: Request failed with status code 401 config.headers.Authorization=⟪Bearer⟫ ⟦${s(40)}⟧ url=/v1`,
  `{\\"authorization\\":\\"⟪Bearer⟫ ⟦${s(40)}⟧\\",\\"accept\\":\\"*/*\\"}`,
  `Authorization%3A%20⟪Bearer⟫%20⟦${s(40)}⟧`,
  `rejected credentials ⟪Bearer⟫ ⟦${s(40, BASE64URL)}⟧`,
  `sent 'Bearer ⟦${s(43, BASE64URL)}⟧' to upstream`,
  `http.request.header.authorization=["⟪Bearer⟫ ⟦${s(40)}⟧"]`,
  `-H 'X-API-Key: ⟦${s(32)}⟧' -H 'Accept: */*'`,
  `WWW: grpc metadata authorization: ⟪Bearer⟫ ⟦${s(50)}⟧`,
]);
g.hitData({ "http.request.header.authorization": [`⟪Bearer⟫ ⟦${s(40)}⟧`] });
g.hitData({ "http.request.header.cookie": [`⟪sid=⟫⟦${s(32)}⟧`] });
g.hitData({ headers: { Authorization: `⟪Basic⟫ ⟦${basic()}⟧`, Accept: "*/*" } });
g.hitData({ headers: { "set-cookie": [`⟪sid=⟫⟦${s(32)}⟧⟪; Path=/⟫`], "content-type": "text/html" } });
g.hitData({ rawHeaders: ["Host", "api.example.com", "Authorization", `⟪Bearer⟫ ⟦${s(40)}⟧`] });
g.hitData({
  headers: [
    ["x-api-key", `⟦${s(32)}⟧`],
    ["accept", "*/*"],
  ],
});
g.hitData({ headers: [{ name: "Authorization", value: `⟪Bearer⟫ ⟦${s(40)}⟧` }] });

g.misses([
  "missing Authorization header",
  "Authorization: none given",
  "Authorization header is required (401)",
  "Basic auth is disabled for this tenant",
  "bearer of bad news",
  "the bearer token has expired",
  "Bearer authentication failed",
  'WWW-Authenticate: Bearer realm="api", error="invalid_token"',
  'WWW-Authenticate: Basic realm="Restricted"',
  "token_type=bearer expires_in=3600",
  "Authorization: Bearer [REDACTED:auth_header]",
  "Authorization: Bearer ${TOKEN}",
  "Authorization: Bearer <token>",
  "Authorization: [REDACTED:auth_header]",
  "Authorization: Bearer ***",
  "Cookie banner was dismissed",
  "Cookies are disabled in this browser",
  "cookieConsent=true",
  "Access-Control-Allow-Headers: Authorization, X-Api-Key, Cookie",
  "Vary: Authorization, Cookie",
  "Access-Control-Allow-Credentials: true",
  "auth: enabled",
  "auth=none",
  "authentication took 12 ms",
  "authorized user 42",
  "Author: N. Holm",
  "authority: api.example.com",
  ":authority: api.example.com",
  "Digest: SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=",
  "Basic Usage: run the command",
  "Negotiate a new price",
  "Token ring network",
  "Content-Security-Policy: default-src 'self'",
  "basic block 12 at 0x40",
  "oauth2 flow started for client web",
  "X-Api-Version: 2026-11-01",
  "X-Request-Id: 0190163d-8694-739b-aea5-966c26f8ad91",
  "Strict-Transport-Security: max-age=31536000; includeSubDomains",
  "Set-Cookie header was dropped",
  "SameSite=Lax is the default",
]);
g.missData({ "http.request.header.accept": ["*/*"], "http.response.header.vary": ["Cookie"] });

export const authHeaderCases: readonly Case[] = g.cases;
