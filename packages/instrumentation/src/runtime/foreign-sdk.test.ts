import { afterEach, expect, test } from "vitest";

import { describeSdkTwo } from "./foreign-sdk.ts";

const API = Symbol.for("opentelemetry.js.api.1");
const LOGS_API_OF_2X = Symbol.for("io.opentelemetry.js.api.logs");
const before = [API, LOGS_API_OF_2X].map((key) => [key, Reflect.get(globalThis, key)] as const);

afterEach(() => {
  for (const [key, value] of before) {
    if (value === undefined) Reflect.deleteProperty(globalThis, key);
    else Reflect.set(globalThis, key, value);
  }
});

test("an SDK 2.x shows by the API 1.9 it registers with, or by its own logs API", () => {
  expect(describeSdkTwo()).toBeUndefined();
  Reflect.set(globalThis, API, { version: "1.9.1", trace: {} });
  expect(describeSdkTwo()).toMatch(/SDK 2\.x \(API 1\.9\.1\) runs in this process/);
  Reflect.set(globalThis, API, { version: "1.10.0", trace: {} });
  expect(describeSdkTwo()).toBeUndefined();
  Reflect.set(globalThis, LOGS_API_OF_2X, {});
  expect(describeSdkTwo()).toMatch(
    /needs SDK 3\.x with @opentelemetry\/api 1\.10.*Upgrade the @opentelemetry\/sdk-\* packages/,
  );
});

test("an API 1.9 that nobody registered a provider with is no SDK", () => {
  Reflect.set(globalThis, API, { version: "1.9.0", diag: {} });
  expect(describeSdkTwo()).toBeUndefined();
});
