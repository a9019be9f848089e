import { DeepRedact } from "@hackylabs/deep-redact";
import type { LogRecord } from "@logtape/logtape";
import {
  CREDIT_CARD_NUMBER_PATTERN,
  EMAIL_ADDRESS_PATTERN,
  JWT_PATTERN,
  KR_RRN_PATTERN,
  US_SSN_PATTERN,
  redactByPattern,
} from "@logtape/redaction";
import pinoRedact from "@pinojs/redact";
import { SyncRedactor } from "redact-pii";

type Pass = (record: Readonly<Record<string, unknown>>) => unknown;

const KEYS = (
  "password passwd pwd secret token accessToken refreshToken apiKey authorization cookie session privateKey clientSecret " +
  "credentials ssn card cardNumber cvv pin iban email phone dateOfBirth passport otp"
).split(" ");

const PATTERNS = [
  /[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}/g,
  /\b(?:\d[ -]?){13,19}\b/g,
  /\b\d{3}-\d{2}-\d{4}\b/g,
  /\beyJ[\w-]{8,999}\.[\w-]{8,999}\.[\w-]*/g,
  /\bBearer [\w.~+/-]{8,999}=*/g,
];

const MASK = "[REDACTED]";

/** Libraries that people use for this, each as its documentation says; strings by way of a copy where it takes strings only. */
export function anchors(): readonly (readonly [name: string, pass: Pass])[] {
  const pino = pinoRedact({ paths: KEYS.flatMap((key) => [key, `*.${key}`]).slice(0, 20), serialize: false });
  const deep = new DeepRedact({
    blacklistedKeys: KEYS,
    stringTests: PATTERNS.map((pattern) => ({ pattern, replacer: (value: string) => value.replaceAll(pattern, MASK) })),
  });
  const pii = new SyncRedactor();
  return [
    ["@pinojs/redact, 20 paths", (record) => pino(record)],
    ["@hackylabs/deep-redact, 25 keys and 5 patterns", (record) => deep.redact(record)],
    ["redact-pii", (record) => eachString(record, (text) => pii.redact(text))],
    ["@logtape/redaction, 5 patterns", (record) => logtape(record)],
  ];
}

const byPattern = redactByPattern(
  ({ properties }: LogRecord): readonly unknown[] => [properties],
  [EMAIL_ADDRESS_PATTERN, CREDIT_CARD_NUMBER_PATTERN, US_SSN_PATTERN, KR_RRN_PATTERN, JWT_PATTERN],
);

function logtape(properties: Readonly<Record<string, unknown>>): unknown {
  return byPattern({ category: [], level: "info", message: [], rawMessage: "", timestamp: 0, properties });
}

function eachString(value: unknown, pass: (text: string) => string): unknown {
  if (typeof value === "string") return pass(value);
  if (Array.isArray(value)) return value.map((inner: unknown) => eachString(inner, pass));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, eachString(inner, pass)]));
}
