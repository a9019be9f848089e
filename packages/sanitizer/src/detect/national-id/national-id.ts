import type { Detector } from "../../model/detector.ts";
import { judgeCode } from "./judge-code.ts";
import { judgeNumber } from "./judge-number.ts";

/**
 * Numbers by which states know people. An id in a form that is its own stands alone with valid check digits; a plain
 * number, of which one in ten fulfils a check digit, needs a word near it that says what it is.
 */
export const nationalIdDetector: Detector = {
  name: "national_id",
  numbers: [judgeNumber],
  codes: [judgeCode],
};
