import type { Bench } from "../../../../../scripts/bench/contract.ts";
import { CLEAN_LINE, scanBench } from "../../../test/bench/scan-bench.ts";
import { ipAddressDetector } from "./ip-address.ts";

export const bench: Bench = scanBench("ip addresses", ipAddressDetector, {
  "line of times and counters": CLEAN_LINE,
  "colons and points that are no address": '12:34:56 std::vector aa:bb:cc:dd:ee:ff Chrome/126.0.0.0 v1.2.3 {"a":1}',
  "an IPv4 address": "request from 203.0.113.42 took 3 ms",
  "an IPv6 address": "request from 2001:db8:85a3::8a2e:370:7334 took 3 ms",
});
