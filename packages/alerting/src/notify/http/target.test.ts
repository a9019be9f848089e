import { expect, test } from "vitest";

import { isPrivateAddress } from "./address-guard.ts";
import { readTarget } from "./target.ts";

test.each([
  "127.0.0.1",
  "10.0.0.1",
  "100.64.1.1",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "192.0.0.8",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "0.0.0.0",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:a9fe:a9fe",
  "::127.0.0.1",
  "64:ff9b::7f00:1",
  "64:ff9b:1::1",
  "2002:7f00:1::",
  "2001:0:7f00:1::",
  "fc00::1",
  "fd00:ec2::254",
  "fe80::1",
  "fe80::1%eth0",
  "ff02::1",
  "not an address",
  "",
])("%s is private", (address) => {
  expect(isPrivateAddress(address)).toBe(true);
});

test.each(["1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "::ffff:8.8.8.8"])(
  "%s is public",
  (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  },
);

test.each([
  "https://127.0.0.1/c4n4ry",
  "https://0x7f.1/c4n4ry",
  "https://0177.0.0.1/c4n4ry",
  "https://2130706433/c4n4ry",
  "https://127.1/c4n4ry",
  "https://[::ffff:127.0.0.1]/c4n4ry",
  "https://[::1]/c4n4ry",
  "https://[0:0:0:0:0:ffff:7f00:1]:8443/c4n4ry",
  "https://localhost/c4n4ry",
  "https://LOCALHOST./c4n4ry",
  "https://db.localhost/c4n4ry",
  "https://169.254.169.254/c4n4ry",
  "https://①②⑦.0.0.1/c4n4ry",
  "https://0/c4n4ry",
  "http://example.com/c4n4ry",
  "https://example.com:6379/c4n4ry",
  "https://c4n4ry:c4n4ry@example.com/",
  "https://c4n4ry@example.com/",
  "ftp://example.com/c4n4ry",
  "file:///etc/c4n4ry",
  "//example.com/c4n4ry",
  "c4n4ry",
  "",
])("%s is no target", (url) => {
  const result = readTarget(url, []);
  expect(result.kind).toBe("forbidden");
  expect(JSON.stringify(result)).not.toContain("c4n4ry");
});

test.each([
  ["https://example.com/a?b", "example.com:443"],
  ["https://example.com:8443/", "example.com:8443"],
  ["https://1.1.1.1/", "1.1.1.1:443"],
  ["https://[2606:4700::1111]/", "[2606:4700::1111]:443"],
])("%s is %s", (url, place) => {
  expect(readTarget(url, [])).toMatchObject({ kind: "target", target: { place, allowed: false } });
});

test("an entry of the allow-list stands for exactly its host and port", () => {
  const list = [
    "127.0.0.1:9093",
    "[::1]:80",
    "Relay.Internal:9093",
    "nonsense",
    "example.com",
    "a/b:1",
    "10.0.0.1:99999",
  ];
  const kind = (url: string): string => readTarget(url, list).kind;
  for (const url of ["http://127.0.0.1:9093/", "http://0x7f.1:9093/", "http://[::1]/", "http://relay.internal:9093/"]) {
    expect(readTarget(url, list)).toMatchObject({ kind: "target", target: { allowed: true } });
  }
  expect(kind("http://127.0.0.1:9094/")).toBe("forbidden");
  expect(kind("https://127.0.0.2:9093/")).toBe("forbidden");
  expect(kind("http://example.com/")).toBe("forbidden");
  expect(kind("https://a:1/")).toBe("forbidden");
  expect(kind("http://me:pw@127.0.0.1:9093/")).toBe("forbidden");
});
