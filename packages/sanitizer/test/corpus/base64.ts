import { inLines, marked } from "./carriers.ts";
import type { Case } from "./case.ts";
import { groupOf } from "./case.ts";
import { luhn } from "./checksums.ts";
import { ALNUM, BASE64, HEX, randomOf, seedOf } from "./random.ts";
import { pemOf, tokenOf } from "./samples.ts";

const g = groupOf("base64");
const random = randomOf(seedOf("base64"));
const s = (length = 14): string => random.chars(ALNUM, length);
const b64 = (text: string): string => Buffer.from(text).toString("base64");
const b64url = (text: string): string => Buffer.from(text).toString("base64url");
const maxRun = 16;

const WRAPPED = [
  `{"password":"${s()}","user":"app"}`,
  `{"username":"svc","password":"${s(20)}","host":"db"}`,
  `user=app password=${s(20)} host=db.internal`,
  `DB_PASSWORD=${s(20)}\nDB_HOST=db\n`,
  `postgres://app:${s()}@db.internal:5432/app`,
  `https://deploy:${s(20)}@git.example.com/acme/app.git`,
  tokenOf("github_personal", random),
  tokenOf("gitlab_personal", random),
  tokenOf("npm", random),
  tokenOf("stripe_live", random),
  tokenOf("sendgrid", random),
  `Authorization: Bearer ${s(40)}`,
  `contact alice.meyer@example.com about the order`,
  `{"email":"bob.smith@example.org","id":42}`,
  `card ${luhn("411773920184762")} exp 12/28`,
  `apiVersion: v1\nclusters: []\nusers:\n- user:\n    token: ${s(40)}\n`,
  `[default]\naws_access_key_id = ${"AKI" + "A"}${random.chars("ABCDEFGHJKLMNPQR", 16)}\naws_secret_access_key = ${random.chars(BASE64, 40)}\n`,
  `{"auths":{"registry.example.com":{"password":"${s(24)}"}}}`,
  `client_secret=${s(32)}&grant_type=client_credentials`,
  pemOf(random, "PRIVATE KEY", 3),
  pemOf(random, "RSA PRIVATE KEY", 4),
  `{"access_token":"${s(48)}","expires_in":3600}`,
  `{"type":"service_account","private_key_id":"${s(30)}","private_key":"${s(60)}"}`,
  `//registry.example.com/:_authToken=${s(36)}\n`,
];
for (const line of inLines(WRAPPED.map((text) => marked(b64(text))))) g.hit(line, { maxRun });
for (const line of inLines(
  WRAPPED.slice(0, 12).map((text) => marked(b64url(text))),
  11,
))
  g.hit(line, { maxRun });
g.hits(
  [
    `data:\n  config: ⟦${b64(WRAPPED[1] ?? "")}⟧\nkind: Secret`,
    `Authorization: ⟪Basic⟫ ⟦${b64(`svc:${s(16)}`)}⟧`,
    `".dockerconfigjson": "⟦${b64(WRAPPED[17] ?? "")}⟧"`,
    `echo ⟦${b64(WRAPPED[2] ?? "")}⟧ | base64 -d`,
    `twice ⟦${b64(b64(WRAPPED[1] ?? ""))}⟧ wrapped`,
    `data:application/json;base64,⟦${b64(WRAPPED[0] ?? "")}⟧`,
    `cut ⟦${b64(WRAPPED[1] ?? "").slice(0, 60)}⟧`,
  ],
  { maxRun },
);
g.hitData({ blob: `⟦${b64(WRAPPED[0] ?? "")}⟧`, size: 3 }, { maxRun });
g.hitData({ parts: [`⟦${b64(WRAPPED[4] ?? "")}⟧`, "x"] }, { maxRun });

const BENIGN = [
  '{"page":2,"limit":50,"sort":"created"}',
  '{"cursor":{"id":42,"created":"2026-11-24T08:15:30Z"}}',
  "hello world, this is a plain text of some length",
  "The quick brown fox jumps over the lazy dog",
  '{"tokenCount":12,"max_tokens":4096}',
  "id:42|offset:100|direction:next",
  "<svg xmlns='http://www.w3.org/2000/svg' width='16' height='16'></svg>",
  "SELECT id, name FROM orders WHERE state = 'open' LIMIT 10",
  "Lorem ipsum dolor sit amet, consectetur adipiscing elit",
  '{"version":3,"sources":["src/main.ts"],"mappings":"AAAA"}',
  "arrayconnection:100",
  "User:4211",
];
for (const line of inLines(
  BENIGN.map((text) => b64(text)),
  4,
))
  g.miss(line, "benign");
for (let i = 0; i < 8; i++) {
  const bytes = Buffer.from(random.chars(HEX, 96 + i * 20), "hex").toString("base64");
  for (const line of inLines([bytes], i)) g.miss(line, "bytes");
}
g.misses([
  `data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==`,
  `data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7`,
  `integrity sha512-${random.chars(BASE64, 86)}==`,
  `sha256-${random.chars(BASE64, 43)}= script-src`,
  `ETag: "${random.chars(BASE64, 27)}="`,
  `Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==`,
  `nextPageCursor=${b64('{"id":42,"ts":1795508130}')}`,
  `Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=`,
  `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==`.replace("Sec-WebSocket-Key", "ws nonce"),
  `/usr/lib/node_modules/npm/node_modules/libnpmexec/lib/run-script.js`,
  `com/acme/billing/invoice/service/impl/InvoiceServiceImpl`,
  `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`,
  `AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`,
  random.chars(HEX, 64),
  `thisIsAVeryLongIdentifierNameThatLooksLikeBase64ButIsNot`,
  `mappings: "AAAA,SAASA,EAAE,GAAG,IAAI,CAAC,EAAE,CAAC"`,
  `fingerprint SHA256:${random.chars(BASE64, 43)}`,
]);

export const base64Cases: readonly Case[] = g.cases;
