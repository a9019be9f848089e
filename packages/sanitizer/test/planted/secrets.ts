import { bsn, codiceFiscale, dni, iban, luhn, nir } from "../corpus/checksums.ts";
import type { Random } from "../corpus/random.ts";
import { ALNUM, BASE64, BASE64URL, DIGITS, HEX, LOWER, UPPER } from "../corpus/random.ts";
import { pemOf, TOKEN_FAMILIES } from "../corpus/samples.ts";

/** A phrase as it stands in a log, and the part of it that must not get out. */
export interface Planted {
  readonly phrase: string;
  readonly secrets: readonly string[];
  /** Longest run of a secret that may survive. */
  readonly maxRun: number;
}

const one = (phrase: string, secret: string, maxRun = 4): Planted => ({ phrase, secrets: [secret], maxRun });
const jwt = (r: Random): string => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256", typ: "JWT" })}.${part({ sub: r.chars(DIGITS, 9), exp: 1_795_511_730 })}.${r.chars(BASE64URL, 86)}`;
};
/** Never all of one kind of character, as passwords that somebody chose with care. */
const password = (r: Random): string => `${r.chars(LOWER, 5)}${r.chars(DIGITS, 3)}${r.chars(UPPER, 4)}`;

const SECRET_KEYS = [
  "password",
  "db_password",
  "apiKey",
  "client_secret",
  "access_token",
  "DB_PASSWORD",
  "secretKey",
  "auth-token",
];

export const PLANTED_CLASSES = {
  email: (r) => {
    const address = `${r.chars(LOWER, 7)}.${r.chars(LOWER, 6)}@${r.chars(LOWER, 9)}.org`;
    return one(r.pick([`mail to ${address} bounced`, `<${address}>`, `user ${address}`]), address);
  },
  phone: (r) => {
    const number = `+49 ${r.pick(["151", "170", "30"])} ${r.chars("123456789", 8)}`;
    return one(`call ${number} now`, number);
  },
  payment_card: (r) => {
    const number = luhn(`4${r.chars("123456789", 14)}`);
    return one(`card ${number} declined`, number);
  },
  iban: (r) => {
    const number = iban("DE", r.chars("123456789", 18));
    return one(`account ${number} closed`, number);
  },
  jwt: (r) => {
    const token = jwt(r);
    return one(`jwt ${token} expired`, token, 16);
  },
  api_token: (r) => {
    // A family whose tokens hold a space is no single word, and a UUID behind `sdk-` no single kind.
    const family = r.pick(TOKEN_FAMILIES.filter(({ name }) => name !== "fly" && name !== "launchdarkly"));
    const token = family.draw(r);
    return one(`used ${token} twice`, token, 12);
  },
  private_key: (r) => {
    const pem = pemOf(r, r.pick(["PRIVATE KEY", "RSA PRIVATE KEY", "OPENSSH PRIVATE KEY"]), 3);
    const lines = pem.split("\n").filter((line) => !line.includes("-----"));
    return { phrase: `loaded ${pem} now`, secrets: lines, maxRun: 12 };
  },
  connection_string: (r) => {
    const secret = password(r);
    return one(`connect postgres://app:${secret}@db:5432/app?sslmode=require`, secret);
  },
  connection_words: (r) => {
    const secret = `${r.chars(BASE64, 43)}=`;
    return one(
      `Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${secret}`,
      secret,
      6,
    );
  },
  url: (r) => {
    const secret = r.chars(HEX, 40);
    return one(
      `GET https://files.example.com/a?page=2&${r.pick(["sig", "token", "api_key", "X-Amz-Signature"])}=${secret}`,
      secret,
    );
  },
  ip_address: (r) => {
    const address = `203.0.113.${String(100 + r.int(150))}`;
    return one(`client ${address} refused`, address, 10);
  },
  national_id: (r) => {
    const serial = r.chars("123456789", 8);
    const id = r.pick([
      dni(serial),
      codiceFiscale(`RSSMRA8${r.chars(DIGITS, 1)}M01H501`),
      nir(`185057${r.chars("123456789", 7)}`),
    ]);
    const dutch = bsn(serial);
    return dutch !== undefined && r.int(4) === 0 ? one(`BSN ${dutch} rejected`, dutch) : one(`id ${id} rejected`, id);
  },
  auth_header: (r) => {
    const secret = r.chars(ALNUM, 40);
    return one(`Authorization: ${r.pick(["Bearer", "Token", "Basic"])} ${secret}`, secret, 6);
  },
  assignment: (r) => {
    const secret = password(r);
    return one(`${r.pick(SECRET_KEYS)}=${secret}`, secret);
  },
} satisfies Readonly<Record<string, (random: Random) => Planted>>;

export type PlantedClass = keyof typeof PLANTED_CLASSES;

/** Classes whose finding hangs on a key word, which a homoglyph can disguise. */
export const KEYED_CLASSES: ReadonlySet<string> = new Set(["assignment", "auth_header", "connection_words", "url"]);
