import { describe, expect, it } from "vitest";

import { jwtCases } from "../../../test/corpus/jwt.ts";
import { finder } from "../../../test/find.ts";
import { jwtDetector } from "./jwt.ts";

const find = finder([jwtDetector]);

const encode = (text: string): string => Buffer.from(text).toString("base64url");
const part = (value: unknown): string => encode(JSON.stringify(value));
const head = part({ alg: "RS256", typ: "JWT" });
const payload = part({ sub: "1234567890", name: "Invented", exp: 1_795_511_730 });
const signature = "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
const token = `${head}.${payload}.${signature}`;
const encrypted = [
  part({ alg: "RSA-OAEP", enc: "A256GCM" }),
  "OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9kiMT03JGe",
  "48V1_ALb6US04U3b",
  "5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6ji",
  "XFBoMYUZodetZdvTiFvSkQ",
].join(".");
const direct = `${part({ alg: "dir", enc: "A256GCM" })}..48V1_ALb6US04U3b.5eym8TW_c8SuK0ltJ3rp.XFBoMYUZodetZdvTiFvSkQ`;

describe("tokens", () => {
  it.each([
    ["alone", token, token],
    ["in a sentence", `the token ${token} has expired`, token],
    ["at the end of one", `got ${token}.`, token],
    ["after a scheme", `Bearer ${token}`, token],
    ["in JSON", `{"t":"${token}","n":1}`, token],
    ["in escaped JSON", String.raw`{\"t\":\"${token}\"}`, token],
    ["behind an escape", String.raw`x\n${token}\n`, token],
    ["behind an encoded sign", `t%3D${token}%26a`, token],
    ["in a URL", `/cb?t=${token}&x=1`, token],
    ["in a path", `/verify/${token}/done`, token],
    ["behind a name", `jwt_${token}`, token],
    ["glued to a word", `token${token} end`, token],
    ["with other algorithms", `${part({ kid: "a", alg: "EdDSA" })}.${payload}.${signature}`, undefined],
    ["with blanks in its header", `${encode('{ "alg": "HS256" }')}.${payload}.${signature}`, undefined],
    ["with lines in its header", `${encode('{\n  "alg": "HS256"\n}')}.${payload}.${signature}`, undefined],
    [
      "with Windows lines in its header",
      `${encode('{"typ":"JWT",\r\n "alg":"HS256"}')}.${payload}.${signature}`,
      undefined,
    ],
    ["with a tab in its header", `${encode('{\t"alg":"HS256"}')}.${payload}.${signature}`, undefined],
    ["of an empty object", `${head}.e30.${signature}`, undefined],
    ["whose payload is not JSON", `${head}.${encode("just a text")}.${signature}`, undefined],
    ["with padding", `${head}==.${payload}=.${signature}=`, undefined],
    ["without signature", `${part({ alg: "none" })}.${payload}.`, undefined],
    ["with its payload elsewhere", `${head}..${signature}`, undefined],
    ["that are encrypted", encrypted, undefined],
    ["that are encrypted directly", direct, undefined],
    ["with disclosures", `${token}~WyJzYWx0IiwibmFtZSIsIngiXQ~WyJzYWx0MiIsImEiLDFd~`, undefined],
    ["that cannot be decoded", `eyJ${"x".repeat(20)}.eyJ${"y".repeat(20)}.${signature}`, undefined],
    ["on lines of their own", `${head}\n.\n${payload}\n.\n${signature}`, undefined],
  ])("are found %s", (_, text, expected) => {
    expect(find(text)).toEqual([`jwt=${expected ?? text}`]);
  });

  it.each([
    ["in the signature", token.slice(0, -20)],
    ["in the payload", token.slice(0, head.length + 40)],
    ["early in the payload", token.slice(0, head.length + 10)],
    ["in the encrypted key", encrypted.slice(0, 90)],
    ["in the ciphertext", encrypted.slice(0, 160)],
  ])("are found where they are cut off %s", (_, cut) => {
    expect(find(`cut off ${cut}`)).toEqual([`jwt=${cut}`]);
    expect(find(`cut off ${cut}...`)).toEqual([`jwt=${cut}`]);
    expect(find(`cut off ${cut}… (truncated)`)).toEqual([`jwt=${cut}`]);
  });

  it("are found one after the other", () => {
    expect(find(`${token},${encrypted} ${token}`)).toEqual([`jwt=${token}`, `jwt=${encrypted}`, `jwt=${token}`]);
  });

  it("end with the line", () => {
    expect(find(`${head}.${payload}.\nNext line of the log`)).toEqual([`jwt=${head}.${payload}`]);
    expect(find(`${token}\n.gitignore`)).toEqual([`jwt=${token}`]);
  });
});

describe("signed values", () => {
  const value = part({ _fresh: false, _user_id: "42" });
  it.each([
    ["Flask", `${value}.Zx4aBw.N3kLp0QxW9vT2yB7rD5sF8gH1jK`],
    ["itsdangerous", `${value}.N3kLp0QxW9vT2yB7rD5sF8gH1jK`],
    ["Django", `${value}:1tFq2X:N3kLp0QxW9vT2yB7rD5sF8gH1jKzXcVbNmQwErTyUi`],
    ["Rails", `${value}==--${"0a1b2c3d4e".repeat(4)}`],
    ["Rails without padding", `${value}--${"0a1b2c3d4e".repeat(4)}`],
  ])("of %s are found", (_, text) => {
    expect(find(`session=${text}; Path=/`)).toEqual([`jwt.signed_value=${text}`]);
  });
});

it.each([
  head,
  `the header ${head} says RS256`,
  `${head}.`,
  `${head}...`,
  `${head}.payload.signature`,
  `${head}.json`,
  "next page: eyJpZCI6MTIzfQ==",
  "cursor=eyJpZCI6MTIzLCJvZmZzZXQiOjEwMDAsImRpciI6Im5leHQifQ",
  `{"cursor":"${part({ after: "2026-11-25T04:51:48Z", id: 12_876_543 })}"}`,
  `cursor ${part({ id: 1 })}. Next sentence`,
  `//# sourceMappingURL=data:application/json;base64,${Buffer.from('{"version":3,"sources":["a.ts"],"names":[]}').toString("base64")}`,
  `x-amz-meta: ${part({ a: 1 })}.txt`,
  "keyJoin.table.column eyJ eyJ.eyJ.x eyJhb.eyJzdW.abc heyJude.mp3",
  "eyJhbGciOi.eyJzdW.abc",
  "the framework.network.newer",
  "com.example.keyJob.KeyJobFactory",
  "[REDACTED:jwt] and [REDACTED:jwt].",
  "eyJhbGci***.***.***",
])("leaves %s", (text) => {
  expect(find(text)).toEqual([]);
});

describe("the corpus", () => {
  const texts = jwtCases.filter(({ text }) => text !== undefined);

  it.each(texts.filter(({ negative }) => negative))("leaves $id", ({ text }) => {
    expect(find(text ?? "")).toEqual([]);
  });

  it.each(texts.filter(({ negative }) => !negative))("finds $id", ({ text, secrets }) => {
    const found = find(text ?? "").join("\n");
    for (const { value } of secrets) expect(found).toContain(value.replace(/\.$/u, ""));
  });
});
