import { dni, iban, luhn } from "../../../../packages/sanitizer/test/corpus/checksums.ts";
import type { Random } from "../../../../packages/sanitizer/test/corpus/random.ts";
import { ALNUM, BASE64URL, DIGITS, HEX, LOWER, UPPER } from "../../../../packages/sanitizer/test/corpus/random.ts";
import { pemOf, tokenOf } from "../../../../packages/sanitizer/test/corpus/samples.ts";

/** What one class of secrets looks like. */
export interface Drawn {
  /** As it stands in a text. */
  readonly phrase: string;
  /** What must not get out. */
  readonly secrets: readonly string[];
  /** So many characters of a secret in one piece are a leak; 8 where absent. More where the alphabet is small. */
  readonly run?: number;
  /** As an entry of an object, where the key is what tells. Default: the phrase under a key that says nothing. */
  readonly entry?: readonly [string, string];
}

export interface SecretClass {
  /** A word that says nothing: no detector may find the secret because of its surroundings. */
  readonly label: string;
  readonly draw: (random: Random) => Drawn;
}

const NONZERO = "123456789";
const WHOLE = Number.POSITIVE_INFINITY;

/** Never all of one kind of character, as passwords that somebody chose with care. */
const password = (r: Random): string => `${r.chars(LOWER, 5)}${r.chars(DIGITS, 3)}${r.chars(UPPER, 4)}`;
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** One class per detector, two where a detector has two quite different forms. */
export const SECRET_CLASSES = {
  email: {
    label: "alder",
    draw: (r) => {
      const address = `${r.chars(LOWER, 10)}@${r.chars(LOWER, 9)}.org`;
      return { phrase: `letter to ${address} came back`, secrets: [address] };
    },
  },
  phone: {
    label: "birch",
    draw: (r) => {
      const number = `151 ${r.chars(NONZERO, 8)}`;
      return { phrase: `called +49 ${number} twice`, secrets: [number, number.replaceAll(" ", "")], run: WHOLE };
    },
  },
  payment_card: {
    label: "cedar",
    draw: (r) => {
      const number = luhn(`4${r.chars(NONZERO, 14)}`);
      return { phrase: `card ${number} declined`, secrets: [number], run: 12 };
    },
  },
  iban: {
    label: "dogwood",
    draw: (r) => {
      const number = iban("DE", r.chars(NONZERO, 18));
      return { phrase: `paid from ${number} yesterday`, secrets: [number], run: 12 };
    },
  },
  jwt: {
    label: "elm",
    draw: (r) => {
      const payload = part({ sub: r.chars(ALNUM, 12), exp: 1_795_511_730 });
      const signature = r.chars(BASE64URL, 86);
      const token = `${part({ alg: "RS256", typ: "JWT" })}.${payload}.${signature}`;
      // Of the payload the subject alone; the rest is the same in all of them.
      return { phrase: `saw ${token} again`, secrets: [payload.slice(11, 26), signature], run: 12 };
    },
  },
  api_token: {
    label: "fir",
    draw: (r) => {
      const token = tokenOf("github_personal", r);
      return { phrase: `used ${token} twice`, secrets: [token] };
    },
  },
  private_key: {
    label: "ginkgo",
    draw: (r) => {
      const pem = pemOf(r, "PRIVATE KEY", 3);
      const lines = pem.split("\n").filter((line) => !line.includes("-----"));
      return { phrase: `read ${pem} now`, secrets: lines, run: 12 };
    },
  },
  connection_string: {
    label: "hazel",
    draw: (r) => {
      const secret = password(r);
      return { phrase: `connect postgres://app:${secret}@db.internal:5432/app?sslmode=require`, secrets: [secret] };
    },
  },
  url_userinfo: {
    label: "ivy",
    draw: (r) => {
      const secret = password(r);
      return { phrase: `fetch https://deploy:${secret}@git.example.com/a.git failed`, secrets: [secret] };
    },
  },
  url_query: {
    label: "juniper",
    draw: (r) => {
      const secret = r.chars(ALNUM, 32);
      return { phrase: `GET https://files.example.com/a?page=2&sig=${secret} failed`, secrets: [secret] };
    },
  },
  ipv4: {
    label: "larch",
    draw: (r) => {
      const address = `${r.pick(["203.0.113", "198.51.100"])}.${String(100 + r.int(150))}`;
      return { phrase: `client ${address} refused`, secrets: [address], run: WHOLE };
    },
  },
  ipv6: {
    label: "maple",
    draw: (r) => {
      const host = Array.from({ length: 5 }, () => r.chars("abcdef", 1) + r.chars(HEX, 3)).join(":");
      return { phrase: `client 2001:db8:85a3:${host} refused`, secrets: [host], run: 14 };
    },
  },
  national_id: {
    label: "oak",
    draw: (r) => {
      const number = dni(r.chars(NONZERO, 8));
      return { phrase: `DNI ${number} rejected`, secrets: [number], run: WHOLE };
    },
  },
  auth_header: {
    label: "pine",
    draw: (r) => {
      const secret = r.chars(ALNUM, 40);
      return {
        phrase: `sent Authorization: Bearer ${secret}`,
        secrets: [secret],
        entry: ["Authorization", `Bearer ${secret}`],
      };
    },
  },
  cookie: {
    label: "quince",
    draw: (r) => {
      const secret = r.chars(ALNUM, 32);
      return { phrase: `sent Cookie: session=${secret}`, secrets: [secret], entry: ["cookie", `session=${secret}`] };
    },
  },
  assignment: {
    label: "rowan",
    draw: (r) => {
      const secret = password(r);
      return { phrase: `started with db_password=${secret} today`, secrets: [secret] };
    },
  },
  base64: {
    label: "spruce",
    draw: (r) => {
      const secret = password(r);
      const wrapped = base64(JSON.stringify({ user: "app", password: secret }));
      // The part that holds the password; the rest is the same in all of them.
      return { phrase: `payload ${wrapped} received`, secrets: [secret, wrapped.slice(36, 52)] };
    },
  },
  key_name: {
    label: "teak",
    draw: (r) => {
      const secret = password(r);
      return {
        phrase: `got {"clientSecret":"${secret}","page":2}`,
        secrets: [secret],
        entry: ["clientSecret", secret],
      };
    },
  },
  custom: {
    label: "willow",
    draw: (r) => {
      const secret = r.chars(LOWER, 14);
      return { phrase: `cluster ${secret} joined`, secrets: [secret] };
    },
  },
} as const satisfies Readonly<Record<string, SecretClass>>;

export type SecretClassName = keyof typeof SECRET_CLASSES;

export const CLASS_NAMES: readonly SecretClassName[] = Object.keys(SECRET_CLASSES).filter(isClassName);

function isClassName(name: string): name is SecretClassName {
  return Object.hasOwn(SECRET_CLASSES, name);
}
