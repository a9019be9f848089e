import { describe, expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import { phoneDetector } from "../phone/phone.ts";
import { maskedDetector } from "./masked.ts";

const alone = finder([phoneDetector]);
const find = finder([maskedDetector, phoneDetector]);

describe("what is masked", () => {
  it.each(["[REDACTED:phone] 3704 0044 0532", "REDACTED:REDACTED@+49", `hmac:k1:${"4930901820".repeat(2)}12`])(
    "is found by nobody: %s",
    (text) => {
      expect(find(text)).toEqual(alone("no number"));
    },
  );

  it("ends where the mask does", () => {
    expect(find("[REDACTED:email], call +49 30 901820")).toEqual(["phone=+49 30 901820"]);
    expect(find("hmac:+49 30 901820")).toEqual(["phone=+49 30 901820"]);
  });
});
