import { isIPv4, isIPv6 } from "node:net";

import { describe, expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import { anonymiseIp, canonicalIp } from "./anonymise-ip.ts";
import { ipAddressDetector } from "./ip-address.ts";

const find = finder([ipAddressDetector]);

it.each([
  ["request from 203.0.113.42 took 3 ms", "203.0.113.42"],
  ["203.0.113.7:443", "203.0.113.7"],
  ["10.1.2.3/32 denied", "10.1.2.3"],
  ["client=192.168.1.17,", "192.168.1.17"],
  ["x-forwarded-for: 100.64.3.4", "100.64.3.4"],
  ["(8.8.8.8)", "8.8.8.8"],
  ["Connection to /203.0.113.9:5432 refused", "203.0.113.9"],
  ["db.example.com/203.0.113.9:5432", "203.0.113.9"],
  ["http://203.0.113.9/x", "203.0.113.9"],
  ["https://api.example.com/hosts/203.0.113.9/x", "203.0.113.9"],
  ["root@203.0.113.9", "203.0.113.9"],
  ['{"ip":"172.16.5.9"}', "172.16.5.9"],
  ["Failed at 203.0.113.9.", "203.0.113.9"],
  ["ip-10.0.0.12", "10.0.0.12"],
  ["IP 203.0.113.7.54321 > x", "203.0.113.7"],
  ["169.254.10.11", "169.254.10.11"],
  ["tcp(10.0.0.8:3306)", "10.0.0.8"],
  ["10.0.0.8-10.0.0.8", "10.0.0.8", "10.0.0.8"],
  ["_203.0.113.9_ **203.0.113.9**", "203.0.113.9", "203.0.113.9"],
  ["ip.addr==203.0.113.9 && ip >= x", "203.0.113.9"],
  ["one.example.com (1.1.1.2)", "1.1.1.2"],
  ["resolver (8.8.8.8)", "8.8.8.8"],
  ["key limits/login:203.0.113.9", "203.0.113.9"],
  ["to WEB-1.Corp.local/10.0.0.5:443", "10.0.0.5"],
  ["http://user:203.0.113.9 client:203.0.113.9", "203.0.113.9", "203.0.113.9"],
  ["gateway (192.168.1.1)", "192.168.1.1"],
])("finds IPv4 in %s", (text, ...addresses) => {
  expect(find(text)).toEqual(addresses.map((address) => `ip_address.v4=${address}`));
});

it.each([
  ["from 2001:db8::1 port", "2001:db8::1"],
  ["[2001:db8::1]:443", "2001:db8::1"],
  ["http://[2001:db8:1:2::9]/", "2001:db8:1:2::9"],
  ["2001:0db8:85a3:0000:0000:8a2e:0370:7334", "2001:0db8:85a3:0000:0000:8a2e:0370:7334"],
  ["2001:DB8:0:0:8:800:200C:417A,", "2001:DB8:0:0:8:800:200C:417A"],
  ["2001:db8::8:800:200c:417a", "2001:db8::8:800:200c:417a"],
  ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7::"],
  ["1:2:3:4:5::8", "1:2:3:4:5::8"],
  ["::2:3:4:5", "::2:3:4:5"],
  ["fe80::1ff:fe23:4567:890a%eth0 up", "fe80::1ff:fe23:4567:890a%eth0"],
  ["fe80::abcd%25en0]", "fe80::abcd%25en0"],
  ["::ffff:203.0.113.7", "::ffff:203.0.113.7"],
  ["::ffff:c000:0280", "::ffff:c000:0280"],
  ["64:ff9b::192.0.2.33", "64:ff9b::192.0.2.33"],
  ["fd12:3456:789a::1.", "fd12:3456:789a::1"],
  ["ip:2001:db8::1", "2001:db8::1"],
  ['"ip":2001:db8::1', "2001:db8::1"],
  ["2001:db8:0:12::5/64", "2001:db8:0:12::5"],
  ["2001:db8::dead:beef", "2001:db8::dead:beef"],
  ["2002:c000:0204::1", "2002:c000:0204::1"],
  ["2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
  ["peer 2001:db8::1: closed", "2001:db8::1"],
])("finds IPv6 in %s", (text, address) => {
  expect(find(text)).toEqual([`ip_address.v6=${address}`]);
});

it.each([
  "127.0.0.1:8080",
  "0.0.0.0",
  "255.255.255.255",
  "netmask 255.255.252.0",
  "224.0.0.251",
  "169.254.169.254",
  "203.0.113.0/24",
  "Chrome/126.0.0.0 Safari/537.36",
  "agent Foo/1.2.3.4",
  "version 1.2.3.4",
  'appVersion: "1.2.3.4"',
  '{"AssemblyVersion":"1.2.3.4"}',
  "service.version=1.2.3.4",
  "v1.2.3.4",
  "release 4.3.2.1",
  "upgraded from 1.2.3.4 to 1.2.3.5",
  "firmware 1.2.3.4",
  "1.2.3.4-beta",
  "package-1.2.3.4.tgz",
  "lib_1.2.3.4",
  "Rails 7.1.3.2, Java 11.0.22.1+7 on kernel 5.15.0.101",
  "activerecord (7.1.3.2)",
  "registry.example.com/app:1.2.3.4 acme/app:1.2.3.4",
  "System.Text.Json/8.0.5.1",
  "helm chart 1.2.3.4 and § 1.2.3.4",
  "lib==1.2.3.4 lib>=1.2.3.4 lib!=1.2.3.4 ~> 7.1 ~>7.1.3.2",
  "usb 1-1.4.2.1: new high-speed USB device",
  "OID 1.3.6.1.4.1.311",
  "1.2.3.4.5",
  "section 4.1.2.3",
  "1.2.3",
  "256.1.1.1",
  "192.168.001.001",
  "1.2.3.4a",
  "a1.2.3.4",
  "4.3.2.1.in-addr.arpa",
  "10:12:34:56",
  "12:34:56",
  "2026-11-25T12:34:56:789",
  "aa:bb:cc:dd:ee:ff",
  "aa:bb:cc:dd:ee:ff:00:11",
  "SHA256:ab:cd:ef:01:23:45:67:89:ab:cd:ef:01:23:45:67:89",
  "::1",
  "::",
  "[::]:8080",
  "[::1]:3000",
  "std::vector<int>",
  "A::B",
  "Abc::Def",
  "Face::Bad::Cafe",
  "core::fmt::Debug",
  "a[1::2]",
  "list[::2]",
  "arn:aws:iam::123456789012:role/x",
  "arn:aws:s3:::bucket",
  "ff02::1",
  "2001:db8::",
  "2001:db8:abcd::/48",
  "::ffff:127.0.0.1",
  "key:abc",
  "1:2:3:4",
  "dead:beef",
])("leaves %s", (text) => {
  expect(find(text)).toEqual([]);
});

describe("anonymising", () => {
  it.each([
    ["203.0.113.42", "203.0.113.0"],
    ["10.1.2.3", "10.1.2.0"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1::"],
    ["2001:0DB8:0000:0000:0000:0000:0000:0001", "2001:db8::"],
    ["::ffff:203.0.113.7", "::ffff:203.0.113.0"],
    ["::ffff:cb00:7107", "::ffff:203.0.113.0"],
    ["::203.0.113.7", "::203.0.113.0"],
    ["64:ff9b::192.0.2.33", "64:ff9b::192.0.2.0"],
    ["2002:c000:0204::1", "2002:c000:200::"],
    ["2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001::"],
    ["fe80::1ff:fe23:4567:890a%eth0", "fe80::"],
    ["fd12:3456:789a:1::1", "fd12:3456:789a::"],
    ["1:0:0:2:3:4:5:6", "1::"],
    ["no address", "no address"],
  ])("%s becomes %s", (given, wanted) => {
    const result = anonymiseIp(given);
    expect(result).toBe(wanted);
    expect(anonymiseIp(result)).toBe(wanted);
    expect(find(result)).toEqual([]);
    if (wanted !== "no address") expect(isIPv4(wanted) || isIPv6(wanted)).toBe(true);
  });

  it("knows two spellings of one address", () => {
    expect(canonicalIp("2001:0DB8::0001")).toBe(canonicalIp("2001:db8:0:0:0:0:0:1"));
    expect(canonicalIp("::ffff:203.0.113.7")).toBe("203.0.113.7");
    expect(canonicalIp("fe80::1%eth0")).toBe(canonicalIp("fe80::1"));
  });
});
