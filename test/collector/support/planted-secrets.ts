/** Invented secrets by class; `n` makes each one of its place, so that a leak tells where it was. */
export interface PlantedClass {
  readonly name: string;
  /** What must not arrive. */
  secret(n: number): string;
  /** How it stands in a text. */
  text(secret: string): string;
}

const two = (n: number): string => String(n).padStart(2, "0");
const plain = (secret: string): string => `before ${secret} after`;
/** Written in parts: code hosts refuse what looks like a real token. */
const TOKEN = "gh" + "p_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6";
const JWT = "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0";
const PEM = "PRIVATE KEY-----";

export const PLANTED: readonly PlantedClass[] = [
  { name: "email", secret: (n) => `jane.doe${two(n)}@example.com`, text: (secret) => `mail to ${secret}, queued` },
  { name: "payment_card", secret: (n) => `4111 1111 1111 11${two(n)}`, text: plain },
  { name: "payment_card, no spaces", secret: (n) => `55555555555544${two(n)}`, text: plain },
  { name: "iban", secret: (n) => `DE89 3704 0044 0532 0130 ${two(n)}`, text: plain },
  { name: "jwt", secret: (n) => `${JWT}.c2lnbmF0dXJlLW9mLXRlc3Q${two(n)}`, text: plain },
  { name: "api_token", secret: (n) => `${TOKEN}q${two(n)}R`, text: (secret) => `got "${secret}".` },
  {
    name: "private_key",
    secret: (n) => `MIIEvQIBADANBgkqhkiG9w0BAQEFAASC${two(n)}`,
    text: (secret) => `-----BEGIN ${PEM}\n${secret}\n-----END ${PEM} done`,
  },
  {
    name: "connection_string",
    secret: (n) => `Tr0ub4dor${two(n)}`,
    text: (secret) => `connect postgres://billing:${secret}@db.example.com:5432/main failed`,
  },
  {
    name: "url.userinfo",
    secret: (n) => `c0rrecth0rse${two(n)}`,
    text: (secret) => `GET https://bob:${secret}@example.com/x`,
  },
  {
    name: "url.parameter",
    secret: (n) => `5ignatur3${two(n)}`,
    text: (secret) => `GET https://files.example.com/a?x=1&sig=${secret}&y=2`,
  },
  {
    name: "auth_header",
    secret: (n) => `mF9B5f41JqM${two(n)}`,
    text: (secret) => `Authorization: Bearer ${secret} refused`,
  },
  {
    name: "auth_header, alone",
    secret: (n) => `dXNlcjpwYXNzd29yZA${two(n)}xx`,
    text: (secret) => `sent Basic ${secret} once`,
  },
  { name: "cookie", secret: (n) => `s3ss10nvalue${two(n)}`, text: (secret) => `Cookie: sid=${secret}` },
  { name: "assignment", secret: (n) => `hunter2Xy${two(n)}`, text: (secret) => `retry with DB_PASSWORD=${secret} now` },
  {
    name: "assignment, prose",
    secret: (n) => `hunter3Xy${two(n)}`,
    text: (secret) => `password: ${secret} was refused`,
  },
  {
    name: "assignment, JSON",
    secret: (n) => `hunter4Xy${two(n)}`,
    text: (secret) => String.raw`got {"user":"bob","clientSecret": "a\"b${secret}"} back`,
  },
  { name: "phone", secret: (n) => `+49 30 901820${two(n)}`, text: (secret) => `call ${secret} today` },
  { name: "ip_address", secret: (n) => `203.0.113.1${two(n)}`, text: (secret) => `from ${secret} in 3 ms` },
  {
    name: "ip_address, v6",
    secret: (n) => `2001:db8:85a3:8d3:1319:8a2e:370:73${two(n)}`,
    text: (secret) => `from ${secret} in`,
  },
];

/** Keys whose values say what they are by the key alone. */
export const SENSITIVE_KEYS: readonly string[] = [
  "password",
  "userPassword",
  "DB_PASSWD",
  "api_key",
  "x-api-key",
  "clientSecret",
  "refreshToken",
  "session.id",
  "cvv",
  "ssn",
  "dateOfBirth",
];
/** What no detector would find without its key. */
export const keyedSecret = (n: number): string => `plainword${two(n)}zz`;
