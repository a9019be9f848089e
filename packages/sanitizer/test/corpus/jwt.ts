import { inLines, marked } from "./carriers.ts";
import type { Case } from "./case.ts";
import { groupOf } from "./case.ts";
import { BASE64URL, randomOf, seedOf } from "./random.ts";

const g = groupOf("jwt");
const random = randomOf(seedOf("jwt"));

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const jws = (header: Record<string, unknown>, signature = 43): string =>
  `${part(header)}.${part({ sub: String(random.int(1e9)), iss: `https://id-${random.int(99)}.example.com`, exp: 1_795_511_730 })}.${random.chars(BASE64URL, signature)}`;
const jwe = (header: Record<string, unknown>): string =>
  [
    part(header),
    random.chars(BASE64URL, 342),
    random.chars(BASE64URL, 16),
    random.chars(BASE64URL, 120),
    random.chars(BASE64URL, 22),
  ].join(".");

const TOKENS = [
  jws({ alg: "HS256", typ: "JWT" }),
  jws({ typ: "JWT", alg: "HS256" }),
  jws({ alg: "RS256", typ: "JWT", kid: "2026-11" }, 342),
  jws({ alg: "ES256" }, 86),
  jws({ alg: "EdDSA", typ: "at+jwt" }, 86),
  jws({ kid: "a1", alg: "PS512" }, 342),
  `${part({ alg: "none" })}.${part({ sub: "1", name: "invented" })}.`,
  jws({ alg: "HS512", typ: "JWT" }, 86),
  jws({ typ: "dpop+jwt", alg: "ES256", jwk: { kty: "EC", crv: "P-256" } }, 86),
  jwe({ alg: "RSA-OAEP", enc: "A256GCM" }),
  jwe({ enc: "A128CBC-HS256", alg: "RSA-OAEP-256" }),
  `${part({ alg: "dir", enc: "A256GCM" })}..${random.chars(BASE64URL, 16)}.${random.chars(BASE64URL, 90)}.${random.chars(BASE64URL, 22)}`,
];
for (const line of inLines(TOKENS.map(marked))) g.hit(line);
for (const line of inLines(TOKENS.map(marked), 12)) g.hit(line);
const one = (): string => jws({ alg: "RS256", typ: "JWT" }, 342);
g.hits([
  `JsonWebTokenError: invalid signature ⟦${one()}⟧\n    at verify (/app/node_modules/jsonwebtoken/verify.js:133:19)`,
  `GET /callback#state=42&x=⟦${one()}⟧`,
  `GET /ws?v=2&t=⟦${one()}⟧ 101`,
  `jwt expired: '⟦${one()}⟧'`,
  `{"data":{"t":"⟦${one()}⟧"}}`,
  `io.jsonwebtoken.ExpiredJwtException: JWT expired at 2026-11-24T08:15:30Z: ⟦${one()}⟧`,
  `two: ⟦${one()}⟧,⟦${jws({ alg: "HS256" })}⟧ end`,
  `cut off in the log ⟦${one().slice(0, 120)}⟧`,
  `cut off ⟦${one().slice(0, 70)}⟧...`,
  `kubectl: the token ⟦${jws({ alg: "RS256", kid: "k8s" }, 342)}⟧ is not valid yet`,
  `wrapped "⟦${one()}⟧"`,
]);
g.hitData({ note: `⟦${one()}⟧`, attempt: 1 });
g.hitData({ list: ["x", `⟦${jws({ alg: "HS256", typ: "JWT" })}⟧`] });

g.misses([
  "eyJ is how a token begins",
  "the prefix eyJhbGciOi means a JWT header",
  'eyJhbGciOiJIUzI1NiJ9 is {"alg":"HS256"}',
  "a.b.c",
  "com.acme.billing.InvoiceService.process",
  "www.example.com.",
  "v1.2.3-rc.1+build.5",
  `${random.chars("abcdef0123456789", 40)}.${random.chars("abcdef0123456789", 40)}.js`,
  "heyJude.mp3.bak",
  "eyJ.eyJ.x",
  "main.3f2a9b8c.chunk.js.map",
  "JWT verification took 3 ms",
  "jwt: header.payload.signature",
  "[REDACTED:jwt] expired",
  "key.jwt.alg = RS256",
  "keyJoin.table.column",
  "file eyJ.txt not found",
  "org.apache.kafka.clients.consumer.KafkaConsumer",
  "10.0.0.0.10",
  "JWKS fetched from https://id.example.com/.well-known/jwks.json",
  "JWT_ALGORITHM=RS256 JWT_EXPIRES_IN=3600",
  "jwt.exp=1795511730 jwt.iat=1795508130",
  "Error: jwt malformed",
  "Error: jwt must be provided",
  "invalid algorithm HS256, expected RS256",
  "kid 2026-11 not found in JWKS",
  "aud https://api.example.com does not match",
  "TokenExpiredError: jwt expired at 2026-11-24T08:15:30.000Z",
]);

export const jwtCases: readonly Case[] = g.cases;
