import type { Detector, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { lookAtName, lookAtParameter } from "./parameter.ts";
import { pathAnchors } from "./path-secret.ts";
import { reportUserinfo } from "./report-userinfo.ts";
import { isConnectionScheme } from "./schemes.ts";
import { credentialKind, userinfoKind } from "./url-kinds.ts";

const kinds = { pair: userinfoKind, single: credentialKind };

const lookAtAuthority = (scan: Scan, start: number, end: number): number =>
  isConnectionScheme(scan.text, start) ? GO_ON : reportUserinfo(scan, end, kinds);

/**
 * Secrets in URLs: credentials before the host, parameters of query and fragment, and paths that work as keys. Each is
 * found where it stands, so that what lies between (an address in the path) is still looked at.
 */
export const urlDetector: Detector = {
  name: "url",
  anchors: [
    { literals: ["://"], look: lookAtAuthority },
    { literals: ["SAMLResponse=", "SAMLRequest="], look: lookAtName },
    ...pathAnchors,
  ],
  characters: { of: "?&#", look: lookAtParameter },
};
