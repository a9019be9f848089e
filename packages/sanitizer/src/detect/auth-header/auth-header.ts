import type { Detector } from "../../model/detector.ts";
import { authorizationAnchor } from "./authorization.ts";
import { schemeAnchors } from "./bare-scheme.ts";
import { cookieAnchors } from "./cookie.ts";
import { saslAnchor } from "./sasl-plain.ts";
import { headerAnchor } from "./secret-header.ts";

/**
 * Credentials in headers as they stand in texts: raw, as JSON, as lists of pairs, as command lines. The scheme stays, so
 * do parameters that are public, the names of cookies and the attributes they are set with; challenges are left.
 */
export const authHeaderDetector: Detector = {
  name: "auth_header",
  anchors: [authorizationAnchor, ...cookieAnchors, headerAnchor, saslAnchor, ...schemeAnchors],
};
