import { describe, expect, it } from "vitest";

import { deepFinder } from "../../test/find-deep.ts";
import { assignmentDetector } from "./assignment/assignment.ts";
import { connectionStringDetector } from "./connection-string/connection-string.ts";
import { emailDetector } from "./email/email.ts";
import { createFinder } from "./find-in-text.ts";
import { ipAddressDetector } from "./ip-address/ip-address.ts";
import { createKeyClassifier } from "./key-name/key-classifier.ts";
import { paymentCardDetector } from "./payment-card/payment-card.ts";
import { phoneDetector } from "./phone/phone.ts";
import { compile } from "./scan/program.ts";
import { urlDetector } from "./url/url.ts";

const detectors = [
  connectionStringDetector,
  urlDetector,
  emailDetector,
  ipAddressDetector,
  paymentCardDetector,
  phoneDetector,
];
const find = deepFinder(detectors);

describe("one secret in every disguise: the disguised value and nothing else", () => {
  it.each([
    ["percent", "q=jane%40example.com&x=1", "email=jane%40example.com"],
    ["percent twice", "q=jane%2540example.com&x=1", "email=jane%2540example.com"],
    ["percent three times", "q=jane%252540example.com&x=1", "email=jane%252540example.com"],
    ["old percent", "q=jane%u0040example.com&x", "email=jane%u0040example.com"],
    ["percent of UTF-8", "q=j%C3%BCrgen%40example.com&x", "email=j%C3%BCrgen%40example.com"],
    ["a colour about it", "\u001b[31m4111111111111111\u001b[0m", "payment_card=4111111111111111"],
    ["a colour in JSON", String.raw`"\u001b[1;31m4111111111111111\u001b[0m"`, "payment_card=4111111111111111"],
    ["a colour within", "4111\u001b[1m111111111111", "payment_card=4111\u001b[1m111111111111"],
    ["blanks between digits", "n=4111%201111%201111%201111&x", "payment_card=4111%201111%201111%201111"],
    ["digits behind a blank", "n=to%204111111111111111&x", "payment_card=4111111111111111"],
    ["decimal entity", "&lt;jane&#64;example.com&gt;", "email=jane&#64;example.com"],
    ["entity without end", "<b>jane&#64example.com</b>", "email=jane&#64example.com"],
    ["entity with zeros", "<b>jane&#000064;example.com</b>", "email=jane&#000064;example.com"],
    ["hexadecimal entity", "<b>jane&#X40;example.com</b>", "email=jane&#X40;example.com"],
    ["named entity", "<b>jane&commat;example&period;com</b>", "email=jane&commat;example&period;com"],
    ["entity of an entity", "<b>jane&amp;#64;example.com</b>", "email=jane&amp;#64;example.com"],
    ["JSON escape", '"jane\\u0040example.com"', "email=jane\\u0040example.com"],
    ["JSON escape in JSON", '"jane\\\\u0040example.com"', "email=jane\\\\u0040example.com"],
    ["JavaScript escape", "'jane\\x40example.com'", "email=jane\\x40example.com"],
    ["braced escape", "'jane\\u{40}example.com'", "email=jane\\u{40}example.com"],
    ["Python escape", "'jane\\U00000040example.com'", "email=jane\\U00000040example.com"],
    ["escaped newline", "first\\njane@example.com\\nlast", "email=jane@example.com"],
    ["escaped newline in JSON", "first\\\\n4111111111111111\\\\nlast", "payment_card=4111111111111111"],
    ["escaped tab", "a\\t4111111111111111\\tb", "payment_card=4111111111111111"],
    ["zero-width space", "to ja\u200bne@exa\u200bmple.com\u200b now", "email=ja\u200bne@exa\u200bmple.com"],
    ["zero-width joiner", "n 4111\u200d1111\u200d1111\u200d1111.", "payment_card=4111\u200d1111\u200d1111\u200d1111"],
    ["soft hyphen", "n 4111\u00ad11111111\u00ad1111.", "payment_card=4111\u00ad11111111\u00ad1111"],
    ["byte order mark", "n 41\ufeff11111111111111.", "payment_card=41\ufeff11111111111111"],
    ["full-width", "to ｊａｎｅ＠ｅｘａｍｐｌｅ．ｃｏｍ now", "email=ｊａｎｅ＠ｅｘａｍｐｌｅ．ｃｏｍ"],
    ["full-width digits", "番号４１１１１１１１１１１１１１１１です", "payment_card=４１１１１１１１１１１１１１１１"],
    ["Arabic digits", "رقم ٤١١١١١١١١١١١١١١١ هنا", "payment_card=٤١١١١١١١١١١١١١١١"],
    ["Devanagari digits", "अंक ४१११११११११११११११ है", "payment_card=४१११११११११११११११"],
    ["mathematical letters", "to 𝐣𝐚𝐧𝐞@𝐞𝐱𝐚𝐦𝐩𝐥𝐞.𝐜𝐨𝐦 now", "email=𝐣𝐚𝐧𝐞@𝐞𝐱𝐚𝐦𝐩𝐥𝐞.𝐜𝐨𝐦"],
    ["mathematical digits", "n 𝟜𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙 end", "payment_card=𝟜𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙"],
    ["accents apart", "to jane@exa\u0301mple.com now", "email=jane@exa\u0301mple.com"],
    ["unusual dashes", "n 4111−1111−1111−1111 end", "payment_card=4111−1111−1111−1111"],
    ["small forms", "to jane﹫example﹒com now", "email=jane﹫example﹒com"],
    ["escaped slashes", '"https:\\/\\/bob:hunter2x@db.internal\\/a"', "url.userinfo=bob:hunter2x"],
    ["slashes and an address", '"https:\\/\\/bob:hunter2x@example.com\\/a"', "url.userinfo=bob:hunter2x"],
    ["URL in a URL", "r=https%3A%2F%2Fbob%3Ahunter2x%40db.internal%2Fa", "url.userinfo=bob%3Ahunter2x"],
    ["ideographic stop", "to jane@example。com now", "email=jane@example。com"],
    ["property file", "to jane\\@example.com", "email=jane\\@example.com"],
    ["two disguises", "q=ja%E2%80%8Bne%26%2364%3Bexample.com", "email=ja%E2%80%8Bne%26%2364%3Bexample.com"],
    ["JSON in JSON in a URL", "b=%22%5C%22jane%5C%5Cu0040example.com%5C%22%22", "email=jane%5C%5Cu0040example.com"],
  ])("%s", (_, text, expected) => {
    expect(find(text)).toEqual([expected]);
  });

  it("far from each other in a long text", () => {
    const filler = "an ordinary line of the log, number after number\n".repeat(400);
    const secrets = ["jane%40example.com", "bob&#64;example.com", "eve\\u0040example.com"];
    expect(find(secrets.map((secret) => `${filler}to ${secret} now\n`).join(""))).toEqual(
      secrets.map((secret) => `email=${secret}`),
    );
  });

  it("where one region of disguised characters is longer than is read at once", () => {
    const wall = "a%20b ".repeat(20_000);
    expect(find(`${wall}jane%40example.com ${wall}bob%40example.com`)).toEqual([
      "email=jane%40example.com",
      "email=bob%40example.com",
    ]);
  });
});

describe("a value known by its key", () => {
  const keys = createKeyClassifier();
  const findByKey = deepFinder([connectionStringDetector, urlDetector, assignmentDetector(), emailDetector], keys);
  const secret = "Xk29sdkfj2QQ7v";
  const wrap = (text: string): string => Buffer.from(text).toString("base64");

  it.each([
    ["percent", `q=password%3D${secret}%26page%3D2`, secret],
    ["a colour about the key", `\u001b[36mpassword\u001b[0m=${secret} ok`, secret],
    ["a colour about the value", `password: \u001b[33m${secret}\u001b[39m ok`, secret],
    ["a colour behind the sign", `\u001b[36mpassword=\u001b[0m${secret} \u001b[36mn=\u001b[0m7`, secret],
    ["percent twice", `q=db_password%253D${secret}&page=2`, secret],
    ["entities", `&lt;password&gt;${secret}&lt;/password&gt;`, secret],
    ["an entity in a query", `/a?page=2&amp;token=${secret}&amp;n=1`, secret],
    ["JSON in JSON", `{"b":"{\\"password\\":\\"${secret}\\",\\"n\\":1}"}`, secret],
    [
      "JSON in JSON in JSON",
      JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ password: secret, n: 1 }) }) }),
      secret,
    ],
    ["an escaped newline", `a\\npassword=${secret}\\nuser=app`, secret],
    ["an escaped sign", `password\\u003d${secret}\\u0026page=2`, secret],
    ["zero-width", `pass\u200bword=${secret} page=2`, secret],
    ["full-width", `ｐａｓｓｗｏｒｄ＝${secret} page=2`, secret],
    ["a full-width sign", `password：${secret} 完了`, secret],
    ["letters of another script", `раsswоrd=${secret} page=2`, secret],
    ["key words of another script", `сlіent_sесrеt: "${secret}"`, secret],
    ["accents apart", `contrasen\u0303a=${secret} page=2`, secret],
    ["printed quotes", `{“password”: “${secret}”}`, secret],
    ["a blank that is none", `password:\u00a0${secret} page=2`, secret],
    ["unusual dashes", `run −−password ${secret} −−verbose`, secret],
  ])("%s", (_, text, value) => {
    expect(findByKey(text).map((found) => found.replace(/^.*?=/u, ""))).toEqual([value]);
  });

  it.each([
    [wrap(`{"password":"${secret}","user":"app"}`)],
    [wrap(`DB_PASSWORD=${secret}\nDB_HOST=db\n`)],
    [wrap(wrap(`user=app password=${secret} host=db.internal`))],
    [wrap(`q=${encodeURIComponent(`password=${secret}`)}&page=2`)],
    [wrap(JSON.stringify({ a: JSON.stringify({ password: secret }) }))],
  ])("base64 %s", (wrapped) => {
    expect(findByKey(`read ${wrapped} from the store`)).toEqual([`base64=${wrapped}`]);
  });

  it.each([
    "Пароль не указан, пользователь: Иванов, токен обновлён",
    "max_tokens%3D4096%26tokenCount%3D12%26author%3Dbob",
    '{"a":"{\\"tokenCount\\":12,\\"passwordResetRequired\\":true,\\"keyboard\\":\\"qwerty-intl\\"}"}',
    "password%3D[REDACTED:assignment]%26page%3D2",
    wrap('{"tokenCount":12,"max_tokens":4096,"author":"bob"}'),
  ])("leaves %s", (text) => {
    expect(findByKey(text)).toEqual([]);
  });
});

describe("ordinary text", () => {
  it.each([
    "100% of 200% done, 50%off",
    "GET /a%20b/c%2Fd?x=%7B%22page%22%3A2%7D HTTP/1.1",
    "https://registry.example.com/@babel%2fcore",
    "printf('%d of %s at %02d', n)",
    "if (a && b || c & d) x &= y; &copy; Müller &amp; Söhne &ndash; &#8364; 5",
    "C:\\Users\\bob\\new\\temp\\x64\\report.txt and \\\\server\\share\\user",
    "matched /^\\d+\\.\\d+\\s*[\\w.-]+$/u against \\b\\w+\\b",
    "Größe geändert: Ümläute äöüß, naïve café, 10 000 €",
    "Пользователь вошёл в систему, USB-порт, тест № 5",
    "処理完了：注文 42 件（合計 3 個）",
    "已处理订单：４２，共 3 个",
    "done 👍🏽 👨‍👩‍👧‍👦 ❤️ 1️⃣ flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "cafe\u0301 re\u0301sume\u0301 nai\u0308ve",
    "fertig – weiter — Ende … „Zitat“ ‘a’ it’s",
    "\u001b[32minfo\u001b[39m \\u001b[32minfo\\u001b[39m done",
    '{"msg":"{\\"page\\":2,\\"path\\":\\"C:\\\\\\\\temp\\\\\\\\a.txt\\"}"}',
    "Mozilla%2F5.0%20Chrome%2F126.0.0.0%20Safari",
    "2026-11-25T10%3A00%3A00.123Z",
    "[REDACTED:email] %5BREDACTED%3Aemail%5D &#91;REDACTED:phone&#93;",
    "https://REDACTED:REDACTED@db/a%20b?token=REDACTED",
  ])("%s", (text) => {
    expect(find(text)).toEqual([]);
  });

  it("gives nothing back for it", () => {
    expect(createFinder(compile(detectors))("job done in 12 ms, 100% %20")).toBeUndefined();
  });
});

describe("what the first pass found", () => {
  it("stays beside what stands in disguise", () => {
    expect(find("jane@example.com, bob%40example.com, eve@example.com")).toEqual([
      "email=jane@example.com",
      "email=bob%40example.com",
      "email=eve@example.com",
    ]);
  });

  it("grows where its disguise hid a part of it", () => {
    expect(find("to ｊane@example.ｃom now")).toEqual(["email=ｊane@example.ｃom"]);
  });
});

it("makes of a disguised value what it makes of the plain one", () => {
  const [kind] = createFinder(compile(detectors))("q=Jane%2540Example.com")?.kinds ?? [];
  const [plain] = createFinder(compile(detectors))("q=Jane@Example.com")?.kinds ?? [];
  expect(kind?.canonical("Jane%2540Example.com")).toBe(plain?.canonical("Jane@Example.com"));
  const [card] = createFinder(compile(detectors))("4111%201111%201111%201111")?.kinds ?? [];
  expect(card?.partial?.("4111%201111%201111%201111")).toMatch(/^4111.*1111$/u);
  expect(card?.partial?.("4111%201111%201111%201111")).not.toContain("%");
});

it("does not count what is kept for a secret that base64 holds", () => {
  const wrapped = Buffer.from('{"peer":"203.0.113.42","state":"open"}').toString("base64");
  const isKept = ({ detector }: { readonly detector: string }): boolean => detector === "ip_address";
  expect(createFinder(compile(detectors))(wrapped)?.count).toBe(1);
  expect(createFinder(compile(detectors), isKept)(wrapped)).toBeUndefined();
  expect(createFinder(compile(detectors), isKept)("from 203.0.113.42")?.count).toBe(1);
});
