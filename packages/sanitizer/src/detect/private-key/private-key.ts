import type { Detector } from "../../model/detector.ts";
import { memberAnchors } from "./key-members.ts";
import { wordAnchors } from "./key-words.ts";
import { pemAnchors } from "./pem.ts";
import { puttyAnchors } from "./putty.ts";

/**
 * Private keys: PEM blocks, whole or cut off, with line ends of any kind; the same without their first and last line;
 * PuTTY's files; secret members of a JSON Web Key; age, minisign and signify. Public keys and certificates stay.
 */
export const privateKeyDetector: Detector = {
  name: "private_key",
  anchors: [...pemAnchors, ...puttyAnchors, ...memberAnchors, ...wordAnchors],
};
