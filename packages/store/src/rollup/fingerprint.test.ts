import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { fingerprint, fingerprintText } from "./fingerprint.ts";
import { messagePattern, PATTERN_LENGTH } from "./message-pattern.ts";

const ids: readonly fc.Arbitrary<string>[] = [
  fc.uuid(),
  fc.integer({ min: 0, max: 1e15 }).map(String),
  fc.integer({ min: 0, max: 2 ** 47 }).map((number) => `0x${number.toString(16).padStart(8, "0")}`),
  fc.stringMatching(/^[0-9a-f]{31}[0-9]$/),
];

/** Ways to put an id into a sentence. */
const templates: readonly ((id: string) => string)[] = [
  (id) => `order ${id} was not found`,
  (id) => `order ${id}, attempt 3: the provider said no`,
  (id) => `GET https://api.example.com/v2/orders/${id}/lines failed`,
  (id) => `ENOENT: no such file or directory, open '/var/spool/${id}.json'`,
  (id) => `invoice[${id}] is locked`,
  (id) => `customer=${id} balance too low`,
];

describe("message pattern", () => {
  it.each([
    ["connect ECONNREFUSED 127.0.0.1:5432", "connect ECONNREFUSED <ip>:<*>"],
    ["Request failed with status code 404", "Request failed with status code 404"],
    ["order 12 of cus_9s6XKzkNRiz8i3 for bob@example.com", "order <*> of cus_<*> for <email>"],
    ["due 2026-11-25T09:00:00.123Z, not 09:15:00", "due <time>, not <time>"],
    ["user 'bob' can't pay: don't", "user <str> can't pay: don't"],
    ["/data/invoices/2026/11/9983.pdf is gone", "/data/invoices/<*>.pdf is gone"],
    ["[REDACTED:email] is no hmac:k1:abcdefghijklmnopqrstuv", "<redacted> is no <redacted>"],
    ["https://api.example.com/orders?token=REDACTED", "https://api.example.com/orders?token=<redacted>"],
    ["one of [1, 2, 3]", "one of [<*>]"],
    ["fe80::1ff:fe23:4567:890a is unreachable", "<ip> is unreachable"],
    ["a\0b\n\tc", "a b c"],
    ["SQLITE_BUSY: database is locked", "SQLITE_BUSY: database is locked"],
    ["", ""],
  ])("%j", (message, pattern) => {
    expect(messagePattern(message)).toBe(pattern);
  });

  it("is the same for messages that differ in their ids alone", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...templates),
        fc.constantFrom(...ids).chain((id) => fc.tuple(id, id)),
        (template, [a, b]) => {
          expect(messagePattern(template(a))).toBe(messagePattern(template(b)));
        },
      ),
    );
  });

  it("is the same whatever kind of id it is", () => {
    fc.assert(
      fc.property(fc.constantFrom(...templates), fc.oneof(...ids), fc.oneof(...ids), (template, a, b) => {
        expect(messagePattern(template(a))).toBe(messagePattern(template(b)));
      }),
    );
  });

  it("differs for messages of other words", () => {
    const word = fc.stringMatching(/^[g-z]{3,12}$/);
    fc.assert(
      fc.property(word, word, fc.oneof(...ids), (a, b, id) => {
        fc.pre(a !== b);
        expect(messagePattern(`${a} ${id} refused`)).not.toBe(messagePattern(`${b} ${id} refused`));
      }),
    );
  });

  it("keeps codes that tell errors apart", () => {
    expect(messagePattern("exit code 137")).not.toBe(messagePattern("exit code 1"));
    expect(messagePattern("status 502")).not.toBe(messagePattern("status 404"));
  });

  it("is never longer than its cap nor half a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 3_000 }), (message) => {
        const pattern = messagePattern(message);
        expect(pattern.length).toBeLessThanOrEqual(PATTERN_LENGTH);
        expect(pattern.isWellFormed()).toBe(true);
      }),
    );
  });

  it.each(["a", "1", "'", '"', "a.", "1.", "1:", "a:", "[REDACTED", "a@b.", "1-", "😀", "é", '\\"', "'a ", "code "])(
    "looks at a bounded part of a megabyte of %j",
    (piece) => {
      const message = piece.repeat(Math.ceil(1_000_000 / piece.length));
      expect(messagePattern(message)).toBe(messagePattern(message.slice(0, 16_384)));
    },
  );
});

const culprit = (...frames: readonly string[]): string =>
  fingerprint({ errorType: "E", message: "m", stack: ["E: m", ...frames.map((frame) => `    at ${frame}`)].join("\n") })
    .culprit;

describe("culprit", () => {
  it.each([
    [
      "the first frame that is not Node's",
      ["node:internal/x:1:1", "charge (/srv/app/src/pay.ts:10:5)"],
      "charge (src/pay.ts)",
    ],
    [
      "nor of a library",
      ["x (/app/node_modules/got/a.js:1:1)", "Job.run [as fn] (/app/jobs/run.js:3:4)"],
      "Job.run (jobs/run.js)",
    ],
    [
      "nor of one on Windows",
      ["x (C:\\app\\node_modules\\got\\a.js:1:1)", "f (C:\\app\\dist\\b.js:3:4)"],
      "f (dist/b.js)",
    ],
    [
      "an async frame of an ES module",
      ["async Object.charge (file:///srv/17/dist/jobs/pay.js:10:5)"],
      "charge (dist/jobs/pay.js)",
    ],
    ["an anonymous function", ["/app/src/jobs/pay.ts:1:2"], "<anonymous> (src/jobs/pay.ts)"],
    ["a constructor", ["new Mailer (/app/src/mail.ts:1:2)"], "Mailer (src/mail.ts)"],
    ["a bundle with a hash in its name", ["f (/app/main.8f3e2c1d.js:1:4711)"], "f (app/main.<*>.js)"],
    ["webpack", ["f (webpack://app/./src/x.ts:1:1)"], "f (src/x.ts)"],
    [
      "no frame of its own",
      ["Array.map (<anonymous>)", "async Promise.all (index 0)", "eval (eval at f (a.js:1:1), <anonymous>:1:1)"],
      "",
    ],
    ["no stack", [], ""],
  ])("%s", (_, frames, expected) => {
    expect(culprit(...frames)).toBe(expected);
  });

  it("is the same in every line, column and folder of a deployment", () => {
    const folder = fc.array(fc.stringMatching(/^[a-z\d.-]{1,10}$/), { maxLength: 5 }).map((parts) => parts.join("/"));
    const place = fc.tuple(folder, fc.nat(), fc.nat());
    fc.assert(
      fc.property(place, place, ([a, line, column], [b, otherLine, otherColumn]) => {
        expect(culprit(`charge (/${a}/dist/jobs/pay.js:${line}:${column})`)).toBe(
          culprit(`async charge (file:///${b}/dist/jobs/pay.js:${otherLine}:${otherColumn})`),
        );
      }),
    );
  });

  it("differs by function and by file", () => {
    const one = culprit("charge (/app/src/pay.ts:1:1)");
    expect(culprit("refund (/app/src/pay.ts:1:1)")).not.toBe(one);
    expect(culprit("charge (/app/src/refund.ts:1:1)")).not.toBe(one);
  });
});

describe("fingerprint", () => {
  it("tells errors of another type, wording or place apart, and takes anything", () => {
    const text = fc.string({ unit: "binary", maxLength: 200 });
    fc.assert(
      fc.property(text, text, text, (errorType, message, stack) => {
        const facts = { errorType: errorType.slice(0, 100), message, stack };
        const one = fingerprintText(fingerprint(facts));
        expect(fingerprintText(fingerprint({ ...facts }))).toBe(one);
        expect(fingerprintText(fingerprint({ ...facts, errorType: `${facts.errorType}X` }))).not.toBe(one);
      }),
    );
  });

  it("cannot be forged by moving text between its parts", () => {
    const none = { stack: undefined };
    const one = fingerprint({ ...none, errorType: 'a","b', message: "" });
    const other = fingerprint({ ...none, errorType: "a", message: "b" });
    expect(fingerprintText(one)).not.toBe(fingerprintText(other));
  });
});
