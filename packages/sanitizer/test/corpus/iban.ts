import { inLines, marked } from "./carriers.ts";
import type { Case } from "./case.ts";
import { groupOf } from "./case.ts";
import { iban } from "./checksums.ts";
import { DIGITS, randomOf, seedOf } from "./random.ts";

const g = groupOf("iban");
const random = randomOf(seedOf("iban"));

/** Structure of the part behind the check digits: `n` digits, `a` letters, `c` either. */
const COUNTRIES: readonly (readonly [string, string])[] = [
  ["DE", "18n"],
  ["AT", "16n"],
  ["CH", "5n12c"],
  ["FR", "10n11c2n"],
  ["IT", "1a10n12c"],
  ["ES", "20n"],
  ["NL", "4a10n"],
  ["BE", "12n"],
  ["GB", "4a14n"],
  ["IE", "4a14n"],
  ["PL", "24n"],
  ["PT", "21n"],
  ["SE", "20n"],
  ["DK", "14n"],
  ["NO", "11n"],
  ["FI", "14n"],
  ["CZ", "20n"],
  ["SK", "20n"],
  ["HU", "24n"],
  ["RO", "4a16c"],
  ["BG", "4a6n8c"],
  ["GR", "7n16c"],
  ["HR", "17n"],
  ["SI", "15n"],
  ["LT", "16n"],
  ["LV", "4a13c"],
  ["EE", "16n"],
  ["LU", "3n13c"],
  ["MT", "4a5n18c"],
  ["CY", "8n16c"],
  ["TR", "5n1n16c"],
  ["AE", "3n16n"],
  ["SA", "2n18c"],
  ["IL", "19n"],
  ["UA", "6n19c"],
  ["FO", "14n"],
  ["GL", "14n"],
  ["JO", "4a4n18c"],
  ["MK", "3n10c2n"],
  ["VG", "4a16n"],
  ["BR", "23n1a1c"],
  ["QA", "4a21c"],
];

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const bban = (structure: string): string =>
  structure.replaceAll(/(\d+)([nac])/gu, (_, count: string, kind: string) =>
    random.chars(kind === "n" ? DIGITS : kind === "a" ? UPPER : DIGITS + UPPER, Number(count)),
  );
const printed = (value: string, separator = " "): string => (value.match(/.{1,4}/gu) ?? []).join(separator);
const ALL = COUNTRIES.map(([country, structure]) => iban(country, bban(structure)));
const german = (): string => iban("DE", bban("18n"));

for (const line of inLines(ALL.map(marked))) g.hit(line);
for (const line of inLines(
  ALL.slice(0, 14).map((value) => marked(printed(value))),
  9,
))
  g.hit(line);
g.hits([
  `transfer to ⟦${german()}⟧ rejected: AC01`,
  `<IBAN>⟦${german()}⟧</IBAN>`,
  `IBAN:⟦${german()}⟧ BIC:COBADEFFXXX`,
  `IBAN⟦${printed(german())}⟧.`,
  `iban ⟦${german().toLowerCase()}⟧ in lower case`,
  `⟦${printed(german(), "-")}⟧ with hyphens`,
  `debtor=⟦${german()}⟧ creditor=⟦${iban("FR", bban("10n11c2n"))}⟧`,
  `GET /accounts/⟦${german()}⟧/balance`,
  `SEPA ⟦${printed(german())}⟧, 12.00 EUR`,
]);
g.hitData({ "payment.account": `⟦${german()}⟧` });
g.hitData({ text: `Konto ⟦${printed(german())}⟧ ist gesperrt` });

const broken = (value: string): string => {
  const last = value.at(-1) ?? "0";
  const other = /\d/u.test(last) ? String((Number(last) + 1) % 10) : last === "A" ? "B" : "A";
  return value.slice(0, -1) + other;
};
for (const line of inLines(ALL.slice(0, 20).map(broken), 4)) g.miss(line, "checksum");
for (const line of inLines(
  ALL.slice(0, 5).map((value) => printed(broken(value))),
  4,
))
  g.miss(line, "checksum");
g.misses([
  `reference DE${german().slice(4)}`,
  "commit de89370400440532013000abcdef0123456789ab",
  "part DE12-3456",
  "BIC COBADEFFXXX accepted",
  "locale de_DE.UTF-8 en_GB.UTF-8",
  "GB200 rack in DE1",
  "AT89 error code E11000",
  "model NL91ABNA",
  "XX00123456789012345678",
  "ES2024 target, ES2015 modules",
  "SE10 and NO93 are short",
  "MD5 d41d8cd98f00b204e9800998ecf8427e",
  "FR14 2004 too short",
  "IBAN [REDACTED:iban] stored",
  "DE00000000000000000000",
  "release BE68 2026-11-24",
  "instance CH1000000000000000000000000 moved",
  "id DK5000400440116243999999999999999999999999",
]);

export const ibanCases: readonly Case[] = g.cases;
