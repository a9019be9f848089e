import type { Detector } from "../../model/detector.ts";
import { judgeV4, leaveVersion } from "./ipv4.ts";
import { lookAtColon } from "./ipv6.ts";

/** IPv4 and IPv6 addresses of somebody's machine; ports and prefix lengths behind them stay. */
export const ipAddressDetector: Detector = {
  name: "ip_address",
  numbers: [judgeV4],
  codes: [leaveVersion],
  colon: lookAtColon,
};
