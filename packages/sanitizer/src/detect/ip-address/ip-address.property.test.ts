import { isIPv4, isIPv6 } from "node:net";

import fc from "fast-check";
import { expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import { anonymiseIp, canonicalIp } from "./anonymise-ip.ts";
import { ipAddressDetector } from "./ip-address.ts";

const find = finder([ipAddressDetector]);

const octet = fc.integer({ min: 0, max: 255 });
/** Somebody's: not loopback, multicast, the metadata service, or anonymised already. */
const v4 = fc
  .tuple(fc.integer({ min: 1, max: 223 }), octet, octet, fc.integer({ min: 1, max: 255 }))
  .filter(([first, second]) => first !== 127 && (first !== 169 || second !== 254))
  .map((octets) => octets.join("."));
const v6 = fc
  .tuple(
    fc.constantFrom(0x2001, 0x2a02, 0x3fff, 0xfd12),
    fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0x100, max: 0xffff })), { minLength: 6, maxLength: 6 }),
    fc.integer({ min: 0x100, max: 0xffff }),
  )
  .map(([first, middle, last]) => [first, ...middle, last].map((group) => group.toString(16)));
/** With the first run of two zeros or more compressed. */
const compressed = (groups: readonly string[]): string => groups.join(":").replace(/:(?:0:){2,}/u, "::");
const before = fc.constantFrom("", " ", "from ", "ip=", '"', "(", ", ", "peer: ", "\n", "//");
const after = fc.constantFrom("", " ", ",", '"', ")", ".", "/24", "\n", ": closed");

it("is found whatever stands about it", () => {
  fc.assert(
    fc.property(before, v4, fc.constantFrom("", " ", ",", '"', ")", ".", "/32", ":443", "\n"), (left, value, right) => {
      expect(find(left + value + right)).toEqual([`ip_address.v4=${value}`]);
    }),
  );
  fc.assert(
    fc.property(before, v6, fc.boolean(), after, (left, groups, short, right) => {
      const value = short ? compressed(groups) : groups.join(":");
      expect(find(left + value + right)).toEqual([`ip_address.v6=${value}`]);
    }),
  );
});

it("is left with a group too many, too few or too large", () => {
  fc.assert(
    fc.property(v4, octet, (value, more) => {
      expect(find(`${value}.${String(more)}`)).toEqual([]);
      expect(find(value.slice(0, value.lastIndexOf(".")))).toEqual([]);
      expect(find(`${String(256 + more)}${value.slice(value.indexOf("."))}`)).toEqual([]);
      expect(find(`v${value}`)).toEqual([]);
      expect(find(`version ${value}`)).toEqual([]);
    }),
  );
  fc.assert(
    fc.property(v6, (groups) => {
      expect(find([...groups, "1"].join(":"))).toEqual([]);
      expect(find(groups.slice(1).join(":"))).toEqual([]);
      expect(find(["12345", ...groups.slice(1)].join(":"))).toEqual([]);
    }),
  );
});

it("is anonymised to a valid address that stays as it is and is not found", () => {
  fc.assert(
    fc.property(fc.oneof(v4, v6.map(compressed), fc.ipV4(), fc.ipV6()), (value) => {
      const once = anonymiseIp(value);
      expect(isIPv4(once) || isIPv6(once)).toBe(true);
      expect(isIPv4(once)).toBe(isIPv4(value));
      expect(anonymiseIp(once)).toBe(once);
      expect(find(once)).toEqual([]);
    }),
  );
});

it("is one address in each of its spellings", () => {
  fc.assert(
    fc.property(v6, (groups) => {
      const long = groups.map((group) => group.padStart(4, "0").toUpperCase()).join(":");
      expect(canonicalIp(long)).toBe(canonicalIp(compressed(groups)));
      expect(anonymiseIp(long)).toBe(anonymiseIp(compressed(groups)));
    }),
  );
});
