import type { ValuePattern } from "./value-pattern.ts";
import { valuePattern } from "./value-pattern.ts";

/** Neither this network nor loopback nor multicast and reserved. */
const FIRST = String.raw`(?:1[013-9]\d|12[0-689]|2[01]\d|22[0-3]|[1-9]\d?)`;
const OCTET = String.raw`(?:25[0-5]|2[0-4]\d|1\d{2}|[1-9]?\d)`;
const NETWORK_V4 = String.raw`${FIRST}\.${OCTET}\.${OCTET}`;
/** Not zero: an anonymised address stays as it is. */
const HOST_V4 = String.raw`(?:25[0-5]|2[0-4]\d|1\d{2}|[1-9]\d?)`;

const FIRST_V6 = "[23fF][0-9a-fA-F]{3}";
const GROUP = "[0-9a-fA-F]{1,4}";
const REST = `${GROUP}(?::${GROUP}){0,5}`;
const FULL_V6 = `${FIRST_V6}(?::${GROUP}){7}`;
const SHORT_V6 = `${FIRST_V6}(?::${GROUP}){0,6}::${REST}`;
const BEFORE_V4 = String.raw`(^|[^0-9A-Za-z_.])`;
const BEFORE_V6 = "(^|[^0-9A-Za-z:.])";

/** Addresses that are written out; anonymised to /24 and /48 as the sanitizer does. */
export function ipPatterns(): readonly ValuePattern[] {
  return [
    valuePattern({
      detector: "ip_address",
      hint: String.raw`[0-9]\.[0-9]`,
      regex: String.raw`${BEFORE_V4}${NETWORK_V4}\.${OCTET}\b`,
      before: "${1}",
      anonymised: [{ regex: String.raw`${BEFORE_V4}(${NETWORK_V4})\.${HOST_V4}\b`, replacement: "${1}${2}.0" }],
      whole: String.raw`\b${NETWORK_V4}\.${HOST_V4}\b`,
    }),
    valuePattern({
      detector: "ip_address",
      hint: "[0-9a-fA-F]:[0-9a-fA-F:]",
      regex: String.raw`${BEFORE_V6}(?:${FULL_V6}|${SHORT_V6})\b`,
      before: "${1}",
      anonymised: [
        { regex: String.raw`${BEFORE_V6}(${FIRST_V6}:${GROUP}:${GROUP})(?::${GROUP}){5}\b`, replacement: "${1}${2}::" },
        {
          regex: String.raw`${BEFORE_V6}(${FIRST_V6}(?::${GROUP}){0,2})(?::${GROUP}){0,4}::${REST}\b`,
          replacement: "${1}${2}::",
        },
      ],
      whole: String.raw`\b(?:${FULL_V6}|${SHORT_V6})\b`,
    }),
  ];
}
