import fc from "fast-check";
import { expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import { connectionStringDetector } from "./connection-string.ts";

const find = finder([connectionStringDetector]);

const user = fc.stringMatching(/^[a-z][a-z0-9_]{2,10}$/u);
/** Nothing that ends a URL or a value, and no mask or variable. */
const password = fc.stringMatching(/^[A-Za-z][A-Za-z0-9!&,=+~^-]{3,24}[0-9]$/u);
const scheme = fc.constantFrom(
  "postgres",
  "mysql+pymysql",
  "mongodb+srv",
  "redis",
  "amqps",
  "jdbc:mariadb",
  "ldaps",
  "sftp",
);
const host = fc.constantFrom("db", "db.internal:5432", "localhost", "10.0.0.1:6379", "a:1,b:2", "[2001:db8::1]:5432");
const before = fc.constantFrom("", " ", '"', "'", "url=", "failed: ");
const after = fc.constantFrom("", " ", '"', "'", " refused", "\n");

it("is found in a URL of whatever scheme", () => {
  fc.assert(
    fc.property(
      fc.tuple(before, scheme, user),
      password,
      fc.tuple(host, after),
      ([left, kind, name], secret, [at, right]) => {
        const text = `${left}${kind}://${name}:${secret}@${at}/x${right}`;
        expect(find(text)).toEqual([`connection_string.credentials=${name}:${secret}`]);
        expect(find(text.replace(`${name}:${secret}`, "REDACTED:REDACTED"))).toEqual([]);
        expect(find(text.replace(`${name}:${secret}@`, ""))).toEqual([]);
        expect(find(text.replace(`:${secret}`, ""))).toEqual([]);
      },
    ),
  );
});

it("is found among settings, wherever it stands", () => {
  const setting = fc.constantFrom("Server=h", "Uid=u", "Encrypt=True", "Max Pool Size=100", "Initial Catalog=x");
  const key = fc.constantFrom("Password", "PWD", "pwd", "password");
  fc.assert(
    fc.property(
      fc.array(setting, { maxLength: 3 }),
      fc.tuple(key, password),
      fc.array(setting, { minLength: 1, maxLength: 3 }),
      (first, [name, secret], rest) => {
        const text = [...first, `${name}=${secret}`, ...rest].join(";");
        expect(find(text)).toEqual([`connection_string.password=${secret}`]);
        expect(find(text.replace(secret, "REDACTED"))).toEqual([]);
        expect(find([...first, ...rest].join(";"))).toEqual([]);
      },
    ),
  );
});

it("reports only what lies in the text, in order", () => {
  const atom = fc.constantFrom(
    "a",
    "@",
    ":",
    "redis://",
    "/",
    ";",
    "pwd=",
    "password=",
    "'",
    '"',
    "{",
    "}",
    " ",
    " -p",
    "mysql",
    "@tcp(",
    ":thin:",
    "host=",
    "\\",
  );
  fc.assert(
    fc.property(fc.array(atom, { maxLength: 40 }), (atoms) => {
      const text = atoms.join("");
      let from = 0;
      for (const found of find(text)) {
        const secret = found.slice(found.indexOf("=") + 1);
        const at = text.indexOf(secret, from);
        expect(secret.length).toBeGreaterThan(0);
        expect(at).toBeGreaterThanOrEqual(from);
        from = at + secret.length;
      }
    }),
  );
});
