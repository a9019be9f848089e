import { expect, it } from "vitest";

import { readOptions } from "./options-source.ts";

it("reads settings nested and dotted, and leaves out what is undefined", () => {
  const { given, problems } = readOptions({
    data: "x",
    retention: { runs: "30d", runLogs: undefined },
    "otlp.addr": "127.0.0.1:1",
    alerting: { channels: ["console"], email: { server: "smtp://mail.example.com" } },
    api: undefined,
  });
  expect(problems).toEqual([]);
  expect(given).toEqual([
    { key: "data", value: "x", where: "option" },
    { key: "retention.runs", value: "30d", where: "option" },
    { key: "otlp.addr", value: "127.0.0.1:1", where: "option" },
    { key: "alerting.channels", value: ["console"], where: "option" },
    { key: "alerting.email.server", value: "smtp://mail.example.com", where: "option" },
  ]);
});

it.each([
  [{ retentoin: { runs: "1d" } }, "retentoin", /is not a setting/, /retention/],
  [{ retention: { run: "1d" } }, "retention.run", /is not a setting/, /Did you mean retention\.runs/],
  [{ retention: "1d" }, "retention", /is a group of settings/, /runs/],
  [
    { alerting: { webhook: { secret: "whsec_x" } } },
    "alerting.webhook.secret",
    /among options/,
    /JOBSCOPE_ALERTING_WEBHOOK_SECRET/,
  ],
])("names what is wrong in %j, without showing secrets", (options, key, why, fix) => {
  const { given, problems } = readOptions(options);
  expect(given).toEqual([]);
  expect(problems).toEqual([
    { key, where: "option", why: expect.stringMatching(why), fix: expect.stringMatching(fix) },
  ]);
  expect(JSON.stringify(problems)).not.toContain("whsec_x");
});

it("takes the admin key from the program, which has it from where it keeps secrets", () => {
  expect(readOptions({ adminKey: "jsk_x" }).given).toEqual([{ key: "adminKey", value: "jsk_x", where: "option" }]);
});
