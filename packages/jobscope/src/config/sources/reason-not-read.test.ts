import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { reasonNotRead } from "./reason-not-read.ts";

function reasonOf(path: string): string {
  try {
    readFileSync(path);
    return "";
  } catch (error) {
    return reasonNotRead(error);
  }
}

it("is a sentence without codes of the system", () => {
  expect(reasonOf("/nowhere/at/all.yaml")).toBe("There is no such file.");
  expect(reasonOf(import.meta.dirname)).toBe("It is a directory.");
  expect(reasonNotRead(new Error("Unexpected token"))).toBe("Unexpected token.");
  expect(reasonNotRead(new Error("It broke!"))).toBe("It broke!");
  expect(reasonNotRead("odd")).toBe("odd.");
});
