import { resourceFromAttributes } from "@opentelemetry/resources";
import { expect, test } from "vitest";

import { createSanitizer } from "../walk/create-sanitizer.ts";
import { Cleaner } from "./cleaner.ts";

test("an argument of the process is judged by the flag before it", () => {
  const given = resourceFromAttributes({
    "process.command": "node",
    "process.command_args": ["node", "app.js", "--password", "hunter2", "--api-key=s3cr3tValue", "--port", "8080"],
    "process.command_line": "node app.js --password hunter2 --port 8080",
  });
  const { attributes } = new Cleaner({ sanitizer: createSanitizer() }).resource(given);
  const [node, script, flag, , , ...port] = attributes["process.command_args"] as readonly string[];
  expect([node, script, flag, ...port]).toEqual(["node", "app.js", "--password", "--port", "8080"]);
  expect(JSON.stringify(attributes)).not.toMatch(/hunter2|s3cr3tValue/);
  expect(attributes["process.command_line"]).toMatch(/^node app\.js --password \S+ --port 8080$/);
});
