import { describe, expect, it } from "vitest";

import { authHeaderCases } from "../../../test/corpus/auth-header.ts";
import { finder } from "../../../test/find.ts";
import { authHeaderDetector } from "./auth-header.ts";

const find = finder([authHeaderDetector]);

const T = "a1B2c3D4e5F6g7H8i9J0";
const UUID = "550e8400-e29b-41d4-a716-446655440000";
const SPNEGO = "YIIJvwYGKwYBBQUCoIIJszCCCa+gJDAi";
const HEX = "6629fae49393a05397450978507c4ef1";

describe("Authorization", () => {
  it.each([
    [`Authorization: Bearer ${T}`, T],
    [`Authorization:Bearer ${T}`, T],
    [`AUTHORIZATION: BEARER ${T}`, T],
    [`Authorization = Bearer ${T}, Accept = */*`, T],
    [`authorization: bearer ${T}\r\nAccept: */*`, T],
    ["authorization=Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"],
    ["Proxy-Authorization: Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"],
    [`X-Forwarded-Authorization: Bearer ${T}`, T],
    [`proxy-authorization: Negotiate ${SPNEGO}`, SPNEGO],
    [`Authorization: Bearer ${UUID}`, UUID],
    ["Authorization: Bearer abc123", "abc123"],
    ["Authorization: Bearer mysecretvalue", "mysecretvalue"],
    [`Authorization: Token token="${T}"`, T],
    [`Authorization: SSWS 00${T}`, `00${T}`],
    ["Authorization: sso-key abc123:def456ghi", "abc123:def456ghi"],
    ["Authorization: AWS AKIDEX:frJIUN8DYpKDtOLCwo//yllqDzg=", "AKIDEX:frJIUN8DYpKDtOLCwo//yllqDzg="],
    [`Authorization: Own-Scheme ${T}`, T],
    [`Authorization: key=${T}`, T],
    [`Authorization: ${T}`, T],
    [`authorization bearer ${T}`, T],
  ])("is found with its scheme kept: %s", (text, secret) => {
    expect(find(text)).toEqual([`auth_header=${secret}`]);
  });

  it.each([1, 2, 3, 4])(
    "is found to its end, however long it is, with a point %i before where it is judged",
    (before) => {
      const long = `${T.repeat(7).slice(0, 128 - before)}.${T.repeat(400)}`;
      expect(find(`Authorization: Bearer ${long} was refused`)).toEqual([`auth_header=${long}`]);
      expect(find(`Bearer ${long}.`)).toEqual([`auth_header=${long}`]);
    },
  );

  it.each([
    ["JSON", `{"headers":{"Authorization":"Bearer ${T}","Accept":"*/*"}}`],
    ["a list in JSON", `{"headers":{"Authorization":["Bearer ${T}"]}}`],
    ["escaped JSON", String.raw`{\"authorization\":\"Bearer ${T}\"}`],
    ["JSON escaped twice", String.raw`{\\\"authorization\\\":\\\"Bearer ${T}\\\"}`],
    ["an object of node", `headers: { authorization: 'Bearer ${T}', accept: '*/*' }`],
    ["a pair", `["Authorization","Bearer ${T}"]`],
    [
      "raw headers",
      `rawHeaders: [\n    'Host',\n    'example.com',\n    'Authorization',\n    'Bearer ${T}',\n    'Accept' ]`,
    ],
    ["name and value", `{"name":"Authorization","value":"Bearer ${T}"}`],
    ["key and value", `{"key": "Authorization", "value": "Bearer ${T}"}`],
    ["Java", `headers={Authorization=[Bearer ${T}], Accept=[*/*]}`],
    ["Go", `map[Accept:[*/*] Authorization:[Bearer ${T}]]`],
    ["Ruby", `{"HTTP_AUTHORIZATION"=>"Bearer ${T}"}`],
    ["Python", `{'Authorization': 'Bearer ${T}'}`],
    ["bytes of Python", `(b'authorization', b'Bearer ${T}')`],
    ["an assignment", `headers['Authorization'] = 'Bearer ${T}'`],
    ["a call", `request.setHeader("Authorization", "Bearer ${T}")`],
    ["a command line", `curl -H 'Authorization: Bearer ${T}' https://api.example.com`],
    ["a dump of curl", `> Authorization: Bearer ${T}\n> Accept: */*`],
    ["an element", `<Authorization>Bearer ${T}</Authorization>`],
    ["a URL", `Authorization%3A%20Bearer%20${T}%0D%0A`],
    ["a form", `authorization%3DBearer+${T}&x=1`],
    ["HTML", `&quot;Authorization&quot;:&quot;Bearer ${T}&quot;`],
    ["a raw request", `"_header":"GET / HTTP/1.1\\r\\nAuthorization: Bearer ${T}\\r\\nHost: example.com\\r\\n"`],
    ["an error of axios", `AxiosError: status 401 config.headers.Authorization=Bearer ${T} url=/v1`],
  ])("is found in %s", (_, text) => {
    expect(find(text)).toEqual([`auth_header=${T}`]);
  });

  it.each([
    [`Digest username="bob", realm="api", nonce="abc", uri="/x", response="${HEX}", opaque="x"`, [HEX]],
    [String.raw`Digest username=\"bob\", realm=\"api\", response=\"${HEX}\"`, [HEX]],
    [
      `OAuth oauth_consumer_key="xvz1evFS4w", oauth_nonce="kYjzVBB8Y0", oauth_signature="tnnArxj06cWHq%3D"`,
      ["xvz1evFS4w", "tnnArxj06cWHq%3D"],
    ],
    ['Hawk id="dh37fgj492je", ts="1353832234", nonce="j4h3g2", mac="6R4rV5iE+NPoym+Wwj="', ["6R4rV5iE+NPoym+Wwj="]],
    [
      `AWS4-HMAC-SHA256 Credential=AKIDEX/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host, Signature=${HEX}`,
      ["AKIDEX", HEX],
    ],
    ['Signature keyId="rsa-key-1",algorithm="rsa-sha256",headers="date",signature="Base64Sig1=="', ["Base64Sig1=="]],
    ["SharedAccessSignature sr=x&sig=abc123def%3D&se=1&skn=p", ["abc123def%3D"]],
    [`GoogleLogin auth=${T}`, [T]],
  ])("keeps what is public of %s", (value, secrets) => {
    expect(find(`Authorization: ${value}`)).toEqual(secrets.map((secret) => `auth_header=${secret}`));
  });

  it("is found by its parameters alone", () => {
    expect(find(`Digest username="bob", response="${HEX}"`)).toEqual([`auth_header=${HEX}`]);
    expect(find(`AWS4-HMAC-SHA256 Credential=AKIDEX/20150830, Signature=${HEX}`)).toEqual([
      "auth_header=AKIDEX",
      `auth_header=${HEX}`,
    ]);
  });

  it.each([
    [`Bearer ${T}`, T],
    [`sent 'Bearer ${T}' to the upstream`, T],
    ['-H "Bearer abc12345"', "abc12345"],
    ["rejected credentials Bearer abc.def", "abc.def"],
    [`Bearer ${UUID} was rejected`, UUID],
    ["Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"],
    [`Negotiate ${SPNEGO}`, SPNEGO],
    ["NTLM TlRMTVNTUAADAAAAGAAYAHIAAAAYABgA", "TlRMTVNTUAADAAAAGAAYAHIAAAAYABgA"],
    [`GenieKey ${T}`, T],
  ])("is found without its name: %s", (text, secret) => {
    expect(find(text)).toEqual([`auth_header=${secret}`]);
  });
});

describe("cookies", () => {
  it.each([
    [`Cookie: session=${T}; theme=dark`, [T]],
    ["cookie: connect.sid=s%3Aabc.def; lang=en-US", ["s%3Aabc.def"]],
    [`Set-Cookie: sid=${T}; Path=/; Expires=Wed, 25 Nov 2026 07:28:00 GMT; HttpOnly`, [T]],
    [`Set-Cookie: a=${T}; Path=/, b=${T}x; Secure`, [T, `${T}x`]],
    [`{"set-cookie":["sid=${T}; Path=/; HttpOnly","csrf=${T}y; Path=/"],"x":"a=b"}`, [T, `${T}y`]],
    [`'set-cookie': [\n      'sid=${T}; Path=/; HttpOnly',\n      'csrf=${T}y; Path=/' ]`, [T, `${T}y`]],
    [`"cookie":"JSESSIONID=0A1B2C3D4E5F; _ga=GA1.2.1234567.7654321"`, ["0A1B2C3D4E5F", "GA1.2.1234567.7654321"]],
    [String.raw`{\"cookie\":\"sid=${T}\",\"accept\":\"*/*\"}`, [T]],
    [`curl -b 'session=${T}' https://example.com`, [T]],
    [`curl --cookie "session=${T}" https://example.com`, [T]],
    [`headers={Cookie=[JSESSIONID=ABCDEF0123456789], Host=[x]}`, ["ABCDEF0123456789"]],
    [`map[Cookie:[session=${T}; a=b] Host:[x]]`, [T]],
    [`['Cookie', 'sid=${T}']`, [T]],
    [`document.cookie = "sid=${T}; path=/"`, [T]],
    [`Cookie: token="${T}"; a=b`, [`"${T}"`]],
    [`Cookie: ${T}`, [T]],
    [`Cookie: a=1; Path=x; user_id=42; b=2`, ["42"]],
  ])("are found: %s", (text, secrets) => {
    expect(find(text)).toEqual(secrets.map((secret) => `auth_header.cookie=${secret}`));
  });
});

it.each(["C: AUTH PLAIN @", "a1 AUTHENTICATE PLAIN @", '"AUTH PLAIN @"'])(
  "SASL's user and password are found: %s",
  (text) => {
    const encoded = Buffer.from("\0bob\0s3cr3t").toString("base64");
    expect(find(text.replace("@", encoded))).toEqual([`auth_header=${encoded}`]);
  },
);

it.each([
  "250-AUTH PLAIN LOGIN",
  "AUTH PLAIN",
  "auth plain textonly",
  "plain AGJvYgBzM2NyM3Q=",
  "AUTH PLAIN dXNlcjpwYXNz",
])("SASL's name alone is left: %s", (text) => {
  expect(find(text)).toEqual([]);
});

describe("headers that are a secret", () => {
  it.each([
    [`X-Api-Key: ${T}`, T],
    [`x-api-key=${T}`, T],
    [`{"x-api-key": "${T}"}`, T],
    [`["X-Api-Key","${T}"]`, T],
    [`X-Amz-Security-Token: ${T}${T}`, `${T}${T}`],
    [`X-Amz-Security-Token: ${T}+${T}/${T}==`, `${T}+${T}/${T}==`],
    [`X-XSRF-TOKEN: ${T}`, T],
    [`X-Vault-Token: s.${T}`, `s.${T}`],
    [`PRIVATE-TOKEN: ${T}`, T],
    [`DD-API-KEY: ${T}`, T],
    [`apikey: ${T}`, T],
    [`Ocp-Apim-Subscription-Key: ${T}`, T],
    [`x-rapidapi-key: ${T}msh${T}`, `${T}msh${T}`],
    [`X-Session-Id: ${T}`, T],
    ["X-Api-Key: abcd1234", "abcd1234"],
    ["X-Api-Secret: hunter2", "hunter2"],
  ])("are found: %s", (text, secret) => {
    expect(find(text)).toEqual([`auth_header.header=${secret}`]);
  });

  it("may have a scheme", () => {
    expect(find(`X-Auth-Token: Bearer ${T}`)).toEqual([`auth_header=${T}`]);
  });
});

it.each([
  "bearer of news",
  "apiKey: import.meta.env.VITE_API_KEY",
  "apiKey: process.env.SHOP_API_KEY_2026",
  "Bearer token missing",
  "Bearer authentication is required",
  "Basic authentication failed for user 42",
  "Basic plan: 12 users",
  "Basic 2026-11-25T04:51:48.123Z",
  "basic com.example.auth.BasicFilter",
  "Bearer com.example.security.BearerFilter",
  'WWW-Authenticate: Bearer realm="api.example.com:8443", error="invalid_token", error_description="expired 2026"',
  'WWW-Authenticate: Digest realm="x", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9", qop="auth"',
  'Authorization: Basic realm="x"',
  "Authorization: Bearer <token>",
  "Authorization: Bearer ${TOKEN}",
  "Authorization: Bearer $TOKEN",
  "Authorization: Bearer {{token}}",
  "Authorization: Bearer {token}",
  "Authorization: Bearer %s",
  "Authorization: Bearer YOUR_TOKEN",
  "Authorization: Bearer your-token-here",
  "Authorization: Bearer TOKEN",
  "Authorization: Bearer token",
  "Authorization: Bearer xxxxx",
  "Authorization: Bearer ...",
  "Authorization: Bearer ****",
  "Authorization: Bearer [REDACTED:auth_header]",
  "Authorization: Bearer REDACTED",
  "Authorization: Bearer (missing)",
  "Authorization: Bearer authentication failed",
  "Authorization: Basic credentials were rejected",
  "Authorization: Bearer",
  "Authorization: Bearer\nAccept: a1B2c3D4e5F6g7H8",
  "Authorization: [REDACTED:auth_header]",
  "authorization: [Filtered]",
  '"authorization":"***"',
  "authorization: enabled",
  "authorization: policy payments-v2",
  "authorization=RBAC",
  "authorization failed: user 12345678 has no role",
  "authorizationUrl: https://x.example.com/oauth2/authorize123456",
  "authorization_endpoint=https://id.example.com/a1b2c3d4e5f6",
  "rbac.authorization.k8s.io/v1beta1",
  `preauthorization: ${T}`,
  "Authorization code: 123456",
  "Cookie: theme=dark; lang=en",
  "Cookie: [REDACTED:auth_header]",
  "Cookie: sid=[REDACTED:auth_header]; theme=dark",
  "Set-Cookie: sid=deleted; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
  "Set-Cookie: theme=dark; Path=/; Max-Age=31536000",
  "Cookie consent: accepted",
  "cookies=3 size=1204",
  "cookie_domain=.example.com cookie.secure=true",
  "cookie-parser@1.4.6",
  "x-api-key header is required",
  "X-Api-Key: <your key>",
  "X-Api-Key: YOUR_API_KEY",
  "X-Api-Key: [REDACTED]",
  "X-Api-Key: [REDACTED:auth_header]",
  '{"x-api-key":"[REDACTED:auth_header]"}',
  "x-api-key=hmac:k1:a1B2c3D4e5F6g7H8i9J0kL",
  "Authorization: Bearer hmac:k1:a1B2c3D4e5F6g7H8i9J0kL",
  "authorization%3DBearer+[REDACTED:auth_header]&x=1",
  "x-next-token: eyJpZCI6MTIzfQabc123",
  "Idempotency-Key: 0190163d-8694-739b-aea5-966c26f8ad91",
  "partition-key: orders-2026-11",
  "X-Cache-Key: /a/b/c?x=1",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "Access-Control-Allow-Headers: Authorization, X-Api-Key, Cookie",
  '"Access-Control-Allow-Headers":"Authorization, X-Api-Key, X-Auth-Token2"',
  'redact: ["authorization","x-api-key","cookie","set-cookie"]',
  "redact: ['req.headers.authorization', 'req.headers.cookie', 'res.headers[\"set-cookie\"]']",
  "Vary: Authorization, Cookie, X-Auth-Token",
  "Token ring network",
  `token ${UUID} was not found`,
  `Token sha256:${HEX}${HEX}`,
  `Digest ${HEX}`,
  "Negotiate a new price",
  "OAuth 2.0.1234567890 beta",
  "algorithm AWS4-HMAC-SHA256 used",
])("leaves %s", (text) => {
  expect(find(text)).toEqual([]);
});

describe("the corpus", () => {
  // Options of command lines are a connection string's.
  const texts = authHeaderCases.filter(({ text }) => text !== undefined && !/^curl (?:-u|--user) /u.test(text));

  it.each(texts.filter(({ negative }) => negative))("leaves $id", ({ text }) => {
    expect(find(text ?? "")).toEqual([]);
  });

  it.each(texts.filter(({ negative }) => !negative))("finds $id", ({ text, secrets, keep }) => {
    const ranges = find(text ?? "").map((found) => found.slice(found.indexOf("=") + 1));
    for (const { value } of secrets) expect(ranges.join("\n")).toContain(value);
    const rest = ranges.reduce((left, range) => left.replace(range, "x"), text ?? "");
    for (const part of keep) expect(rest).toContain(part);
  });
});
