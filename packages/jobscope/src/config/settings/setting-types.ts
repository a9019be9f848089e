import { z } from "zod";

import { parseAddress } from "./address.ts";
import type { Address } from "./address.ts";
import { parseDuration, parseSize } from "./measures.ts";
import type { MeasureRange } from "./measures.ts";

/**
 * Types of settings. A value comes as text (flag, environment) or as whatever a file holds. A refusal says why, and in
 * `params.allowed` what would be right.
 */
export type SettingType<T> = z.ZodType<T>;

interface Refusal {
  readonly why: string;
  readonly allowed: string;
}

/** A parse function that refuses by returning a refusal, as a schema. */
export function settingType<T>(parse: (given: unknown) => { readonly value: T } | Refusal): SettingType<T> {
  return z.unknown().transform((given, context): T => {
    const parsed = parse(given);
    if ("value" in parsed) return parsed.value;
    context.addIssue({ code: "custom", message: parsed.why, params: { allowed: parsed.allowed } });
    return z.NEVER;
  });
}

export function oneOf<const T extends string>(members: readonly T[]): SettingType<T> {
  const allowed = members.join(", ");
  return settingType((given) => {
    const value = members.find((member) => member === given);
    return value === undefined ? { why: "is not one of the known values", allowed } : { value };
  });
}

/** A list in a file, or text with commas; empty for none. */
export function someOf<const T extends string>(members: readonly T[]): SettingType<readonly T[]> {
  const allowed = `a list of ${members.join(", ")}`;
  return settingType((given) => {
    const parts = listOf(given);
    if (parts === undefined) return { why: "is not a list", allowed };
    const values = members.filter((member) => parts.includes(member));
    const unknown = parts.find((part) => !values.some((value) => value === part));
    return unknown === undefined
      ? { value: values }
      : { why: `holds ${JSON.stringify(unknown)}, which is unknown`, allowed };
  });
}

/** Addresses with a port, each `host:port`. */
export function targetList(): SettingType<readonly string[]> {
  const allowed = "a list of host:port, such as 10.0.0.7:9093";
  return settingType((given) => {
    const parts = listOf(given);
    if (parts === undefined) return { why: "is not a list", allowed };
    const wrong = parts.find((part) => parseAddress(part) === undefined);
    return wrong === undefined
      ? { value: parts }
      : { why: `holds ${JSON.stringify(wrong)}, which is no host:port`, allowed };
  });
}

/** E-mail addresses: a list in a file, or text with commas. */
export function mailAddresses(): SettingType<readonly string[]> {
  const allowed = "e-mail addresses such as ops@example.com, with commas between them";
  return settingType((given) => {
    const parts = listOf(given);
    if (parts === undefined || parts.length === 0) return { why: "is not a list", allowed };
    const wrong = parts.find((part) => !MAIL_ADDRESS.test(part));
    return wrong === undefined ? { value: parts } : { why: "holds what is no e-mail address", allowed };
  });
}

/** `ops@example.com`, or `Jobscope <ops@example.com>`. */
export function mailAddress(): SettingType<string> {
  const allowed = "an e-mail address such as ops@example.com or Jobscope <ops@example.com>";
  return settingType((given) => {
    const mailbox = /^[^<>\r\n]{0,100}<([^<>]+)>$/.exec(String(given))?.[1] ?? String(given);
    return typeof given === "string" && MAIL_ADDRESS.test(mailbox)
      ? { value: given }
      : { why: "is no e-mail address", allowed };
  });
}

const MAIL_ADDRESS = /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]{1,255}$/;

/** An absolute address with one of these schemes and without a password in it. */
export function url(schemes: readonly string[], example: string): SettingType<string> {
  const allowed = `an address such as ${example}, without a password`;
  return settingType((given) => {
    const parsed = typeof given === "string" ? URL.parse(given) : null;
    if (typeof given !== "string" || parsed === null) return { why: "is not an address", allowed };
    if (!schemes.includes(parsed.protocol.slice(0, -1))) return { why: "has another scheme", allowed };
    return parsed.password === "" ? { value: given } : { why: "holds a password", allowed };
  });
}

/** Host names without port, or `*`. */
export function hostList(): SettingType<readonly string[]> {
  const allowed = "a list of host names without scheme and port, such as monitor.example.com, or * for any";
  return settingType((given) => {
    const parts = listOf(given);
    if (parts === undefined) return { why: "is not a list", allowed };
    const wrong = parts.find((part) => part !== "*" && !/^[\w.-]{1,253}$/.test(part));
    if (wrong !== undefined) return { why: `holds ${JSON.stringify(wrong)}, which is no host name`, allowed };
    return { value: parts.map((part) => part.toLowerCase()) };
  });
}

/** A list as it is, or text with commas; undefined for anything else. */
export function listOf(given: unknown): readonly string[] | undefined {
  const parts: unknown = typeof given === "string" ? given.split(",") : given;
  if (!Array.isArray(parts) || !parts.every((part) => typeof part === "string")) return undefined;
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

export function address(): SettingType<Address> {
  const allowed = "host:port with a port from 0 (any free one) to 65535, such as 127.0.0.1:4318 or [::1]:4318";
  return settingType((given) => {
    const value = typeof given === "string" ? parseAddress(given) : undefined;
    return value === undefined ? { why: "is not an address", allowed } : { value };
  });
}

/** Milliseconds. */
export function duration(range: MeasureRange): SettingType<number> {
  return measure({ range, what: "duration", parse: parseDuration, units: "ms, s, m, h, d or w" });
}

/** Bytes. */
export function size(range: MeasureRange): SettingType<number> {
  return measure({ range, what: "size", parse: parseSize, units: "B, kB, MB, GB, KiB, MiB or GiB" });
}

interface MeasureType {
  readonly range: MeasureRange;
  readonly what: string;
  readonly parse: (text: string) => number | undefined;
  readonly units: string;
}

function measure({ range, what, parse, units }: MeasureType): SettingType<number> {
  const [min, max] = [range.min, range.max].map((text) => parse(text) ?? Number.NaN);
  const allowed = `${range.min} to ${range.max}, a number with a unit (${units})`;
  return settingType((given) => {
    if (typeof given === "number") return { why: "has no unit", allowed };
    const value = typeof given === "string" ? parse(given) : undefined;
    if (value === undefined) return { why: `is not a ${what}`, allowed };
    return value >= (min ?? 0) && value <= (max ?? 0) ? { value } : { why: "is out of range", allowed };
  });
}

export function wholeNumber(min: number, max: number): SettingType<number> {
  const allowed = `a whole number from ${min} to ${max}`;
  return settingType((given) => {
    const value = typeof given === "string" && /^\d{1,9}$/.test(given.trim()) ? Number(given) : given;
    if (typeof value !== "number" || !Number.isInteger(value)) return { why: "is not a whole number", allowed };
    return value >= min && value <= max ? { value } : { why: "is out of range", allowed };
  });
}

const SWITCH: Readonly<Record<string, boolean>> = {
  true: true,
  on: true,
  yes: true,
  false: false,
  off: false,
  no: false,
};

export function onOff(): SettingType<boolean> {
  return settingType((given) => {
    const text = String(given).toLowerCase();
    const value = Object.hasOwn(SWITCH, text) ? SWITCH[text] : undefined;
    return value === undefined ? { why: "is neither on nor off", allowed: "on or off, true or false" } : { value };
  });
}

export function path(allowed = "the path of a directory"): SettingType<string> {
  return settingType((given) => {
    if (typeof given === "string" && given.trim() !== "" && !given.includes("\0")) return { value: given };
    return { why: "is not a path", allowed };
  });
}

/** Shorter ones could be guessed from their stored hash. */
const MIN_SECRET = 16;
const MAX_SECRET = 512;

/** A secret that somebody else chose: any length, but one line. */
export function foreignSecret(): SettingType<string> {
  const allowed = `1 to ${MAX_SECRET} characters on one line`;
  return settingType((given) =>
    typeof given === "string" && given.length <= MAX_SECRET && /^[^\r\n\0]+$/.test(given)
      ? { value: given }
      : { why: "is not one line of text", allowed },
  );
}

export function secret(): SettingType<string> {
  const allowed = `${MIN_SECRET} to ${MAX_SECRET} visible ASCII characters, for example from: openssl rand -base64 32`;
  return settingType((given) => {
    if (typeof given !== "string" || !/^[!-~]*$/.test(given))
      return { why: "holds blanks or non-ASCII characters", allowed };
    if (given.length < MIN_SECRET) return { why: `is too short (${given.length} characters)`, allowed };
    return given.length > MAX_SECRET ? { why: `is too long (${given.length} characters)`, allowed } : { value: given };
  });
}
