import { inLines, marked } from "./carriers.ts";
import type { Case } from "./case.ts";
import { groupOf } from "./case.ts";
import {
  bsn,
  chineseId,
  codiceFiscale,
  cpf,
  dni,
  hetu,
  luhn,
  mod1110,
  nhs,
  nie,
  nir,
  norwegianId,
  nrn,
  oneOff,
  pesel,
  romanianCnp,
  rrn,
  tckn,
  tfn,
  verhoeff,
} from "./checksums.ts";
import { randomOf, seedOf } from "./random.ts";

const g = groupOf("national_id");
const random = randomOf(seedOf("national_id"));

/** The first of the numbers behind a start that a check digit exists for. */
function first(make: (body: string) => string | undefined, length: number): string {
  for (;;) {
    const body = random.chars("123456789", 1) + random.chars("0123456789", length - 1);
    const made = make(body);
    if (made !== undefined) return made;
  }
}
const spaced = (value: string, sizes: readonly number[], separator: string): string => {
  let at = 0;
  return sizes.map((size) => value.slice(at, (at += size))).join(separator);
};
const date = (): { yy: string; mm: string; dd: string } => ({
  yy: String(60 + random.int(39)),
  mm: String(1 + random.int(12)).padStart(2, "0"),
  dd: String(1 + random.int(28)).padStart(2, "0"),
});
const serial = (length: number): string => random.chars("123456789", length);

interface Sample {
  /** Word that stands before it. */
  readonly word: string;
  readonly make: () => string;
  /** Of a form that stands for itself: found without a word near it. */
  readonly plain?: boolean;
}

const SAMPLES: readonly Sample[] = [
  {
    word: "SSN",
    make: () => `${String(100 + random.int(560))}-${String(10 + random.int(89))}-${String(1000 + random.int(8999))}`,
    plain: true,
  },
  {
    word: "Social Security number",
    make: () => `${String(100 + random.int(560))} ${String(10 + random.int(89))} ${String(1000 + random.int(8999))}`,
  },
  { word: "SIN", make: () => spaced(luhn(`1${serial(7)}`), [3, 3, 3], " ") },
  { word: "Canadian SIN", make: () => spaced(luhn(`5${serial(7)}`), [3, 3, 3], "-") },
  { word: "NHS number", make: () => spaced(first(nhs, 9), [3, 3, 4], " ") },
  { word: "NHS no.", make: () => first(nhs, 9) },
  { word: "NINO", make: () => `AB ${serial(2)} ${serial(2)} ${serial(2)} C`, plain: true },
  { word: "National Insurance", make: () => `JG${serial(6)}D`, plain: true },
  { word: "Steuer-ID", make: () => mod1110("6592997048") },
  { word: "Steueridentifikationsnummer", make: () => spaced(mod1110("8609574271"), [2, 3, 3, 3], " ") },
  { word: "NIR", make: () => nir(`1${date().yy}${date().mm}75${serial(6)}`), plain: true },
  {
    word: "sécurité sociale",
    make: () => spaced(nir(`2${date().yy}${date().mm}13${serial(6)}`), [1, 2, 2, 2, 3, 3, 2], " "),
    plain: true,
  },
  { word: "DNI", make: () => dni(serial(8)), plain: true },
  { word: "NIF", make: () => dni(serial(8)), plain: true },
  { word: "NIE", make: () => nie("X", serial(7)), plain: true },
  { word: "NIE", make: () => nie("Y", serial(7)), plain: true },
  { word: "codice fiscale", make: () => codiceFiscale("RSSMRA85M01H501"), plain: true },
  { word: "CF", make: () => codiceFiscale("BNCLCU79D52F205"), plain: true },
  { word: "PESEL", make: () => pesel(`${date().yy}${date().mm}${date().dd}${serial(4)}`) },
  { word: "nr PESEL:", make: () => pesel(`${date().yy}${date().mm}${date().dd}${serial(4)}`) },
  { word: "BSN", make: () => first(bsn, 8) },
  { word: "burgerservicenummer", make: () => first(bsn, 8) },
  {
    word: "rijksregisternummer",
    make: () =>
      nrn(`${date().yy}${date().mm}${date().dd}${serial(3)}`, false).replace(
        /(..)(..)(..)(...)(..)/u,
        "$1.$2.$3-$4.$5",
      ),
    plain: true,
  },
  { word: "NISS", make: () => nrn(`${date().yy}${date().mm}${date().dd}${serial(3)}`, false) },
  {
    word: "personnummer",
    make: () => {
      const d = date();
      const n = luhn(`${d.yy}${d.mm}${d.dd}${serial(3)}`);
      return `${n.slice(0, 6)}-${n.slice(6)}`;
    },
  },
  {
    word: "personnummer",
    make: () => {
      const d = date();
      const n = luhn(`${d.yy}${d.mm}${d.dd}${serial(3)}`);
      return `19${n.slice(0, 6)}-${n.slice(6)}`;
    },
  },
  {
    word: "henkilötunnus",
    make: () => {
      const d = date();
      return hetu(`${d.dd}${d.mm}${d.yy}`, "-", serial(3));
    },
    plain: true,
  },
  { word: "HETU", make: () => hetu(`0101${String(10 + random.int(9))}`, "A", serial(3)), plain: true },
  {
    word: "fødselsnummer",
    make: () => {
      for (;;) {
        const d = date();
        const made = norwegianId(`${d.dd}${d.mm}${d.yy}${String(100 + random.int(390))}`);
        if (made !== undefined) return made;
      }
    },
  },
  {
    word: "CPR",
    make: () => {
      const d = date();
      return `${d.dd}${d.mm}${d.yy}-${serial(4)}`;
    },
  },
  {
    word: "CPF",
    make: () =>
      spaced(cpf(serial(9)), [3, 3, 3], ".")
        .concat("-")
        .slice(0, 12),
    plain: true,
  },
  { word: "CPF", make: () => cpf(serial(9)) },
  { word: "Aadhaar", make: () => spaced(verhoeff(`2${serial(10)}`), [4, 4, 4], " ") },
  { word: "Aadhaar", make: () => verhoeff(`9${serial(10)}`) },
  {
    word: "주민등록번호",
    make: () => {
      const d = date();
      return rrn(`${d.yy}${d.mm}${d.dd}1${serial(5)}`).replace(/^(.{6})/u, "$1-");
    },
    plain: true,
  },
  {
    word: "RRN",
    make: () => {
      const d = date();
      return rrn(`${d.yy}${d.mm}${d.dd}2${serial(5)}`).replace(/^(.{6})/u, "$1-");
    },
    plain: true,
  },
  {
    word: "身份证",
    make: () => {
      const d = date();
      return chineseId(`11010519${d.yy}${d.mm}${d.dd}${serial(3)}`);
    },
    plain: true,
  },
  { word: "TC kimlik", make: () => tckn(serial(9)) },
  { word: "TFN", make: () => spaced(first(tfn, 8), [3, 3, 3], " ") },
  { word: "tax file number", make: () => first(tfn, 8) },
  {
    word: "South African ID",
    make: () => {
      const d = date();
      return luhn(`${d.yy}${d.mm}${d.dd}${serial(4)}08`);
    },
  },
  {
    word: "CNP",
    make: () => {
      const d = date();
      return romanianCnp(`1${d.yy}${d.mm}${d.dd}12${serial(3)}`);
    },
  },
  { word: "OIB", make: () => mod1110(serial(10)) },
];

// A CPF is printed 123.456.789-09.
const made = SAMPLES.map((sample) => {
  const value =
    sample.word === "CPF" && sample.plain === true
      ? cpf(serial(9)).replace(/(...)(...)(...)(..)/u, "$1.$2.$3-$4")
      : sample.make();
  return { ...sample, value };
});
inLines(made.map(({ word, value }) => `${word} ${marked(value)}`)).forEach((line, i) =>
  g.hit(line, { tags: [made[i]?.word ?? ""] }),
);
const alone = made.filter(({ plain }) => plain === true);
inLines(
  alone.map(({ value }) => marked(value)),
  3,
).forEach((line, i) => g.hit(line, { tags: [`${alone[i]?.word ?? ""} alone`] }));
g.hits([
  `employee ssn=⟦${made[0]?.value ?? ""}⟧ updated`,
  `{"ssn":"⟦${made[0]?.value ?? ""}⟧","state":"NY"}`,
  `cpf: ⟦${cpf(serial(9))}⟧; plano: ouro`,
  `<pesel>⟦${pesel(`850615${serial(4)}`)}⟧</pesel>`,
  `pesel=⟦${pesel(`900101${serial(4)}`)}⟧`,
  `BSN: ⟦${first(bsn, 8)}⟧`,
  `dni ⟦${dni(serial(8)).replace(/(.)$/u, "-$1")}⟧ with hyphen`,
  `nie ⟦${nie("Z", serial(7)).replace(/^(.)(.*)(.)$/u, "$1-$2-$3")}⟧ with hyphens`,
  `cf ⟦${codiceFiscale("VRDGPP60A01L219").toLowerCase()}⟧ lower case`,
]);
g.hitData({ national_id: `⟦${dni(serial(8))}⟧`, n: 1 });
g.hitData({ "user.ssn": `⟦${made[0]?.value ?? ""}⟧` });
g.hitData({ message: `CURP and NIR ⟦${nir(`1850575${serial(6)}`)}⟧` });

// One digit off, in words that name no id.
const strict = made.filter(
  ({ word }) => !["SSN", "Social Security number", "NINO", "National Insurance", "CPR"].includes(word),
);
for (const line of inLines(
  strict.slice(0, 30).map(({ value }) => `ref ${oneOff(value)}`),
  6,
))
  g.miss(line, "checksum");
g.misses([
  "ref 000-12-3456",
  "ref 666-12-3456",
  "ref 900-12-3456",
  "ref 123-00-4567",
  "ref 123-45-0000",
  "order 123456789 shipped",
  "invoice 20261124001",
  "batch 9999999999",
  "build 20261124-081530",
  "account 00000000000",
  "part X1234567A".replace("A", "I"),
  "model AB123456X",
  "flight LH123456",
  "ticket QQ-2026-11",
  "SSN field is required",
  "PESEL must have 11 digits",
  "invalid NIF checksum",
  "DNI validation took 3 ms",
  "BSN check failed for row 12",
  "CPF inválido",
  "personnummer saknas",
  "ssn=[REDACTED:national_id]",
  "commit 1234567890abcdef",
  "ISBN 0-306-40615-2",
  "EAN 9780306406157",
  "VIN WVWZZZ1JZXW000001",
  "IMEI range 35-209900-176148-0".replace("176148-0", "17614"),
  "coordinates 50.1109, 8.6821",
  "2026-11-24-1234",
  "postal code 10115 Berlin",
  "RSSMRA85M01H501 is incomplete",
]);
g.missData({ "order.number": "12345678901", rows: 44051401358 });

export const nationalIdCases: readonly Case[] = g.cases;
