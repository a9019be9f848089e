import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { assertSupportedNode, UnsupportedNodeError } from "./supported-node.ts";

it.each(["22.15.0", "22.22.1", "23.0.0", "24.1.0", "100.0.0", process.versions.node])("takes Node.js %s", (version) => {
  expect(() => assertSupportedNode(version)).not.toThrow();
});

it.each(["18.20.8", "20.20.2", "21.7.3", "22.14.0", "22.9.0"])("says what it needs under Node.js %s", (version) => {
  expect(() => assertSupportedNode(version)).toThrow(UnsupportedNodeError);
  expect(() => assertSupportedNode(version)).toThrow(
    `@jobscope/instrumentation with it, needs Node.js 22.15 or newer; this is ${version}. Run this program with a newer`,
  );
});

it("says the same as package.json", () => {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  expect((JSON.parse(text) as { engines: { node: string } }).engines.node).toBe(">=22.15");
});
