import { describe, expect, it } from "vitest";

import { anonymousAddress, senderAddress } from "./anonymous-address.ts";

describe("an address", () => {
  it.each([
    ["203.0.113.77", "203.0.113.0", "203.0.113.77"],
    ["::ffff:203.0.113.77", "203.0.113.0", "203.0.113.77"],
    ["::ffff:cb00:714d", "203.0.113.0", "203.0.113.77"],
    ["0:0:0:0:0:ffff:203.0.113.77", "203.0.113.0", "203.0.113.77"],
    ["127.0.0.1", "127.0.0.0", "127.0.0.1"],
    ["2001:db8:1234:5678:9abc:def0:1234:5678", "2001:db8:1234::", "2001:db8:1234:5678::"],
    ["2001:DB8:0:1::7", "2001:db8::", "2001:db8:0:1::"],
    ["2001:db8::7", "2001:db8::", "2001:db8::"],
    ["fe80::1%eth0", "fe80::", "fe80::"],
    ["::1", "::", "::"],
    ["1::", "1::", "1::"],
    ["::", "::", "::"],
    ["evil\r\nheader", "", "unknown"],
    ["203.0.113.77:80", "", "unknown"],
    ["", "", "unknown"],
    [undefined, "", "unknown"],
  ])("%s is shown as %s and counted as %s", (given, shown, counted) => {
    expect([anonymousAddress(given), senderAddress(given)]).toEqual([shown, counted]);
  });
});
