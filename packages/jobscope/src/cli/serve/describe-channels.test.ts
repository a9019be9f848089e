import { parseAlertingConfig } from "@jobscope/alerting";
import { expect, it } from "vitest";

import { describeChannels } from "./describe-channels.ts";

it("says who is told, without what is secret", () => {
  const config = parseAlertingConfig({
    channels: {
      console: { type: "console" },
      mail: {
        type: "email",
        host: "mail.example.com",
        from: "a@example.com",
        to: ["ops@example.com", "b@example.com"],
      },
      hook: { type: "webhook", url: "https://hooks.example.com/secret-path" },
      signed: { type: "webhook", url: "env:HOOK", signingSecrets: ["env:SECRET"] },
      chat: { type: "slack", url: "env:SLACK" },
    },
  });
  expect(describeChannels(config)).toBe(
    "this terminal, e-mail to ops@example.com and b@example.com, webhook hooks.example.com (not signed), webhook env:HOOK, Slack (chat)",
  );
  expect(describeChannels(undefined)).toBe("off");
});
