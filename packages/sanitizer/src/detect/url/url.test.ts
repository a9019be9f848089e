import { describe, expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import type { KeyClass } from "../../model/detector.ts";
import { kindOf } from "../../model/kind.ts";
import { emailDetector } from "../email/email.ts";
import { ipAddressDetector } from "../ip-address/ip-address.ts";
import { urlDetector } from "./url.ts";

const find = finder([urlDetector]);
/** Put together, so that no scanner of code takes it for one. */
const SLACK = ["T0", "AAAA"].join("");
const TOKEN = "a1B2c3D4".repeat(4);

it.each([
  ["https://user:pass@example.com/x", "url.userinfo=user:pass"],
  ["https://user:p@ss@example.com/x", "url.userinfo=user:p@ss"],
  ["https://user:pa/ss@example.com/x", "url.userinfo=user:pa/ss"],
  ["'https://ci:s3cret@git.example.com/a.git/'", "url.userinfo=ci:s3cret"],
  ["wss://k:s3cret@feed.example.com", "url.userinfo=k:s3cret"],
  [`https://${TOKEN}@git.example.com/a`, `url.credential=${TOKEN}`],
  [`https://${TOKEN}:@api.example.com/a`, `url.credential=${TOKEN}`],
  ["https://:s3cret@example.com", "url.credential=s3cret"],
  ["GET /cb?token=abc&x=1 HTTP/1.1", "url.parameter=abc"],
  ["https://h/x?a=1&api_key=abc.", "url.parameter=abc"],
  ["(https://h/x?a=1&api-key=abc).", "url.parameter=abc"],
  ["[x](https://h/?sig=abc)[y]", "url.parameter=abc"],
  ['{"u":"https://h/?sig=a%2Bb%3D","v":1}', "url.parameter=a%2Bb%3D"],
  [String.raw`"{\"u\":\"https://h/?sig=abc\"}"`, "url.parameter=abc"],
  ["https://h/#access_token=abc&token_type=bearer", "url.parameter=abc"],
  ["https://h/#/route?id_token=abc", "url.parameter=abc"],
  ["https://h/?a=1&amp;token=abc&amp;b=2", "url.parameter=abc"],
  ["https://h/?AWSAccessKeyId=AK&Expires=1", "url.parameter=AK"],
  ["https://h/?X-Amz-Date=1&X-Amz-Signature=abc", "url.parameter=abc"],
  ["https://h/?sv=1&se=2&sp=r&sig=abc%3D", "url.parameter=abc%3D"],
  ["https://h/?user=u&password=h2,x", "url.password=h2,x"],
  ["https://h/?code=SplxlOBeZQQYbYS6WxSbIA&x=1", "url.parameter=SplxlOBeZQQYbYS6WxSbIA"],
  ["https://h/?code=a1b2c3&state=42", "url.parameter=a1b2c3"],
  [`https://h/?key=${TOKEN}`, `url.parameter=${TOKEN}`],
  ["https://h/?sig=abc\u00a0nach", "url.parameter=abc"],
  ["「https://h/?sig=abc」、失敗", "url.parameter=abc"],
  ["SAMLResponse=PHNhbWw+&RelayState=7", "url.parameter=PHNhbWw+"],
  ["/a;jsessionid=0A1B2C3D.node1?x=1", "url.parameter=0A1B2C3D.node1"],
  ["https://h/?token[]=abc&x=1", "url.parameter=abc"],
  ["https://h/?token%5B%5D=abc&x=1", "url.parameter=abc"],
  ["https://h/?redirect=https://x/?token=abc", "url.parameter=abc"],
  [`https://hooks.slack.com/services/${SLACK}/B0BBBB/${TOKEN}`, `url.path=${SLACK}/B0BBBB/${TOKEN}`],
  [`https://discord.com/api/webhooks/123456789012345678/${TOKEN}`, `url.path=${TOKEN}`],
  [`https://api.telegram.org/bot123456789:${TOKEN}/getMe`, `url.path=123456789:${TOKEN}`],
  [`https://h/reset-password/${TOKEN}?x=1`, `url.path=${TOKEN}`],
])("finds the secret in %s", (text, found) => {
  expect(find(text)).toEqual([found]);
});

it.each([
  "https://example.com:8443/@scope/pkg@1.2.3",
  "http://localhost:3000/@vite/client",
  "https://example.com/a:b@c",
  "https://[2001:db8::1]/x/@user/y",
  "https://myorg@dev.azure.example.com/x",
  "git+ssh://git@github.com/a/b.git",
  "docker://nginx:latest@sha256:9f86d081",
  "https://${USER}:${PASS}@example.com",
  "https://user:****@example.com",
  "https://REDACTED:REDACTED@example.com?sig=REDACTED&token=[REDACTED:url]",
  "https://h/?token={token}&sig=<sig>&api_key=YOUR_API_KEY&secret=${S}&password=%s",
  "https://h/?page=2&sort=-created",
  "https://h/?key=color&code=404&state=open&hash=abc",
  "https://h/?page_token=abc&token_type=bearer&next_token=x",
  "https://h/?key=&token=",
  "https://h/?token=true",
  "a ? b == c : d & e",
  "if (a?token==b)",
  "/webhooks/42/edit",
  "/bots/123456:abc",
  "https://hooks.slack.com/services",
  "https://hooks.zapier.com/hooks/catch/[REDACTED:api_token]/",
  "/reset-password/how-to-reset-a-password-safely",
  "/docs#access-tokens",
])("leaves %s", (text) => {
  expect(find(text)).toEqual([]);
});

describe("among others", () => {
  it("lets what lies between be found", () => {
    const all = finder([emailDetector, urlDetector, ipAddressDetector]);
    expect(all("https://u:p@203.0.113.7/users/jane@example.com?token=abc&from=198.51.100.9")).toEqual([
      "url.userinfo=u:p",
      "ip_address.v4=203.0.113.7",
      "email=jane@example.com",
      "url.parameter=abc",
      "ip_address.v4=198.51.100.9",
    ]);
  });

  it("asks the classifier of keys for what it does not know itself", () => {
    const kind = kindOf("key_name");
    const own = kindOf("key_name", "key_name.mine", { action: "remove" });
    const weak: KeyClass = { kind, weak: true };
    const classes = new Map<string, KeyClass>([
      ["pin", weak],
      ["mine", { kind: own, weak: false }],
    ]);
    const by = finder([urlDetector], (key) => classes.get(key));
    expect(by("/x?pin=abc&n=1")).toEqual(["url.parameter=abc"]);
    expect(by("/x?pin=12&n=1")).toEqual([]);
    expect(by("/x?mine=12&n=1")).toEqual(["key_name.mine=12"]);
  });
});
