import { expect, it } from "vitest";

import { parseAlertingConfig } from "../../rules/parse/parse-alerting-file.ts";
import { lintTargets } from "./lint-targets.ts";

const lint = (url: string, allowPrivateTargets: readonly string[] = []): readonly string[] =>
  lintTargets(
    parseAlertingConfig({ channels: { hook: { type: "webhook", url } }, deadMan: { url }, allowPrivateTargets }),
  ).map(({ level, subject, message }) => `${level} ${subject}: ${message}`);

it.each([
  ["https://10.0.0.5/x", "10.0.0.5:443 is a private address: use a public one"],
  ["http://relay.internal:9000/secret", "relay.internal:9000 is plain HTTP: use https"],
  ["https://example.com:9443", "example.com:9443 is neither port 443 nor 8443: use one of them"],
])("warns of %s, which nothing is sent to unless it is allowed", (url, reason) => {
  const { host } = new URL(url);
  const place = host.includes(":") ? host : `${host}:443`;
  const message = `nothing will be sent to it: ${reason}, or list "${place}" in allowPrivateTargets`;
  expect(lint(url)).toEqual([`warning channel "hook": ${message}`, `warning deadMan: ${message}`]);
  expect(lint(url, [place])).toEqual([]);
});

it("says nothing of public addresses and of references", () => {
  expect(lint("https://hooks.example.com/x")).toEqual([]);
  expect(lint("env:HOOK")).toEqual([]);
});
