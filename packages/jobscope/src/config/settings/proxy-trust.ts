import { isIP } from "node:net";

import type { TrustProxy } from "../monitor-config.ts";
import { listOf, settingType } from "./setting-types.ts";
import type { SettingType } from "./setting-types.ts";

const MAX_HOPS = 10;
/** Names that express knows for ranges of addresses. */
const RANGES: ReadonlySet<string> = new Set(["loopback", "linklocal", "uniquelocal"]);

/** How many proxies stand in front, or their addresses. */
export function proxyTrust(): SettingType<TrustProxy> {
  const allowed = `the number of proxies in front (1 to ${MAX_HOPS}), or a list of addresses, address/bits, loopback, linklocal, uniquelocal, or none`;
  return settingType<TrustProxy>((given) => {
    const hops = typeof given === "number" ? given : Number(/^\d{1,2}$/.exec(String(given).trim())?.[0] ?? Number.NaN);
    if (!Number.isNaN(hops)) return isHopCount(hops) ? { value: hops } : { why: "is no number of proxies", allowed };
    const parts = given === "none" ? [] : listOf(given);
    if (parts === undefined) return { why: "is not a list", allowed };
    const wrong = parts.find((part) => !RANGES.has(part) && !isRange(part));
    return wrong === undefined
      ? { value: parts }
      : { why: `holds ${JSON.stringify(wrong)}, which is no address`, allowed };
  });
}

const isHopCount = (hops: number): boolean => Number.isInteger(hops) && hops >= 1 && hops <= MAX_HOPS;

/** An address with or without the number of bits that count; all of none would believe everybody. */
function isRange(text: string): boolean {
  const { address = "", bits } = /^(?<address>[^/]+)(?:\/(?<bits>\d{1,3}))?$/.exec(text)?.groups ?? {};
  const version = isIP(address);
  if (version === 0 || bits === undefined) return version !== 0;
  return Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128);
}
