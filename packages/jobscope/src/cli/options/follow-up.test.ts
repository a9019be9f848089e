import { resolve } from "node:path";

import { expect, it } from "vitest";

import { followUp } from "./follow-up.ts";

it.each([
  [{}, resolve(".jobscope"), "jobscope serve"],
  [{ data: "/var/lib/jobscope" }, "/var/lib/jobscope", "jobscope serve --data /var/lib/jobscope"],
  [{ config: "/etc/j.yaml" }, "/data", "jobscope serve --config /etc/j.yaml --data /data"],
  [{}, "/data/it's mine", String.raw`jobscope serve --data '/data/it'\''s mine'`],
])("%j with the data in %s: %s", (options, dataDir, text) => {
  expect(followUp(["serve"], { options, dataDir })).toBe(text);
});
