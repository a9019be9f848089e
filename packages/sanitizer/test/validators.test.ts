import { describe, expect, test } from "vitest";

import { hasGithubChecksum } from "../src/detect/api-token/github-checksum.ts";
import { passesMod97 } from "../src/detect/iban/mod-97.ts";
import { isSvnr } from "../src/detect/national-id/validators/at.ts";
import { isAbn, isAuMedicare, isTfn } from "../src/detect/national-id/validators/au.ts";
import { isJmbg, isOib } from "../src/detect/national-id/validators/balkan.ts";
import { isIsikukood, isPersonasKods } from "../src/detect/national-id/validators/baltic.ts";
import { isBeNationalNumber } from "../src/detect/national-id/validators/be.ts";
import { isEgn } from "../src/detect/national-id/validators/bg.ts";
import { isDate, isRecentDate } from "../src/detect/national-id/validators/birth-date.ts";
import { isResidentId } from "../src/detect/national-id/validators/cn.ts";
import { isOldRodneCislo, isRodneCislo } from "../src/detect/national-id/validators/cz-sk.ts";
import { isHkid, isMyKad, isMyNumber, isTwId } from "../src/detect/national-id/validators/east-asia.ts";
import { isHetu } from "../src/detect/national-id/validators/fi.ts";
import { isNir, isOrdinaryNir } from "../src/detect/national-id/validators/fr.ts";
import { isPps } from "../src/detect/national-id/validators/ie.ts";
import { isAadhaar } from "../src/detect/national-id/validators/in.ts";
import { isItFiscalCode } from "../src/detect/national-id/validators/it.ts";
import { isCedula, isCuit, isCurp, isRfc, isRut } from "../src/detect/national-id/validators/latin-america.ts";
import { isFodselsnummer } from "../src/detect/national-id/validators/no.ts";
import { isPesel } from "../src/detect/national-id/validators/pl.ts";
import { isPtNif } from "../src/detect/national-id/validators/pt.ts";
import { isCnp } from "../src/detect/national-id/validators/ro.ts";
import { isLongPersonnummer, isPersonnummer } from "../src/detect/national-id/validators/se.ts";
import { passesLuhn } from "../src/detect/payment-card/luhn.ts";
import {
  chineseId,
  codiceFiscale,
  hetu,
  iban,
  luhn,
  mod1110,
  nir,
  norwegianId,
  nrn,
  pesel,
  romanianCnp,
  tfn,
  verhoeff,
  withCrc32,
} from "./corpus/checksums.ts";
import type { Random } from "./corpus/random.ts";
import { ALNUM, DIGITS, LOWER, randomOf, UPPER } from "./corpus/random.ts";

const digitsOf = (text: string): Uint8Array => Uint8Array.from(text, Number);
const two = (n: number): string => String(n).padStart(2, "0");
const at = (text: string, index: number, count = 2): number => Number(text.slice(index, index + count));
const sumOf = (text: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, i) => sum + weight * Number(text[i]), 0);

/** The days of a calendar, asked of the calendar itself. */
function isDay(year: number, month: number, day: number): boolean {
  const asked = new Date(Date.UTC(year < 100 ? 2000 + year : year, month - 1, day));
  return month >= 1 && month <= 12 && day >= 1 && asked.getUTCMonth() === month - 1 && asked.getUTCDate() === day;
}

interface Definition {
  /** All but the check digits. */
  readonly body: (r: Random) => string;
  /** How many check digits: every ending is tried. */
  readonly checks: number;
  readonly valid: (text: string) => boolean;
  readonly defined: (text: string) => boolean;
}

/** What stands in a number by its definition and what the validator says, over numbers whose every part is drawn to its edges. */
function compare({ body, checks, valid, defined }: Definition, bodies = 1500): void {
  const random = randomOf(97);
  const endings = checks === 0 ? [""] : Array.from({ length: 10 ** checks }, (_, i) => String(i).padStart(checks, "0"));
  const differing: string[] = [];
  const seen = { true: 0, false: 0 };
  for (let i = 0; i < bodies; i++) {
    const start = body(random);
    for (const ending of endings) {
      const text = start + ending;
      const expected = defined(text);
      seen[expected ? "true" : "false"]++;
      if (valid(text) !== expected) differing.push(text);
    }
  }
  expect(differing.slice(0, 10)).toEqual([]);
  expect(Math.min(seen.true, seen.false)).toBeGreaterThan(20);
}

const n = (r: Random, count: number): string => r.chars(DIGITS, count);
const day = (r: Random): string => two(r.int(33));
/** Mostly a month, as some countries write theirs, or one beside it. */
const month = (r: Random, offsets: readonly number[] = [0]): string => two(Math.min(99, r.int(15) + r.pick(offsets)));
const year = (r: Random): string => n(r, 2);

const DEFINITIONS: Readonly<Record<string, Definition>> = {
  "Austrian social insurance number": {
    body: (r) => n(r, 4) + day(r) + two(r.int(18)) + year(r),
    checks: 0,
    valid: (t) => isSvnr(digitsOf(t)),
    defined: (t) =>
      t[0] !== "0" &&
      (isDay(at(t, 8), at(t, 6), at(t, 4)) || (at(t, 6) >= 13 && at(t, 6) <= 15 && at(t, 4) >= 1 && at(t, 4) <= 31)) &&
      sumOf(t, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === Number(t[3]),
  },
  "Australian tax file number": {
    body: (r) => n(r, 8),
    checks: 1,
    valid: (t) => isTfn(digitsOf(t)),
    defined: (t) => tfn(t.slice(0, 8)) === t && new Set(t).size > 1,
  },
  "Australian Medicare card": {
    body: (r) => n(r, 8),
    checks: 2,
    valid: (t) => isAuMedicare(digitsOf(t)),
    defined: (t) => /^[2-6].{8}[1-9]$/u.test(t) && sumOf(t, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(t[8]),
  },
  "Australian business number": {
    body: (r) => n(r, 9),
    checks: 2,
    valid: (t) => isAbn(digitsOf(t)),
    defined: (t) =>
      t[0] !== "0" &&
      sumOf(
        String(Number(t) - 10_000_000_000),
        [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19].slice(11 - String(Number(t) - 10_000_000_000).length),
      ) %
        89 ===
        0,
  },
  "Yugoslav master number": {
    body: (r) => day(r) + month(r) + r.pick(["9", "0", "8", "1", "7"]) + n(r, 7),
    checks: 1,
    valid: (t) => isJmbg(digitsOf(t)),
    defined: (t) => {
      const y = at(t, 4, 3);
      const rest = sumOf(t, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
      const check = rest === 0 ? 0 : 11 - rest;
      return (
        (y >= 800 || y <= 99) && isDay(y < 100 ? 2000 + y : 1000 + y, at(t, 2), at(t, 0)) && check === Number(t[12])
      );
    },
  },
  "Croatian OIB": {
    body: (r) => n(r, 10),
    checks: 1,
    valid: (t) => isOib(digitsOf(t)),
    defined: (t) => mod1110(t.slice(0, 10)) === t,
  },
  "Estonian and Lithuanian code": {
    body: (r) => n(r, 1) + year(r) + month(r) + day(r) + n(r, 3),
    checks: 1,
    valid: (t) => isIsikukood(digitsOf(t)),
    defined: (t) => {
      const first = sumOf(t, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
      const second = sumOf(t, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
      const check = first < 10 ? first : second < 10 ? second : 0;
      return /^[1-8]/u.test(t) && isDay(at(t, 1), at(t, 3), at(t, 5)) && check === Number(t[10]);
    },
  },
  "Latvian code": {
    body: (r) => r.pick([day(r), "32", "31"]) + month(r) + year(r) + r.pick(["0", "1", "2", "3", "9"]) + n(r, 3),
    checks: 1,
    valid: (t) => isPersonasKods(digitsOf(t)),
    defined: (t) =>
      (t.startsWith("32") || (isDay(at(t, 4), at(t, 2), at(t, 0)) && Number(t[6]) <= 2)) &&
      ((1101 - sumOf(t, [1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11) % 10 === Number(t[10]),
  },
  "Belgian national number": {
    body: (r) => year(r) + month(r, [0, 0, 20, 40, 60]) + day(r) + n(r, 3),
    checks: 2,
    valid: (t) => isBeNationalNumber(digitsOf(t)),
    defined: (t) => {
      const m = at(t, 2);
      const inYear = m >= 60 ? -1 : m >= 40 ? m - 40 : m >= 20 ? m - 20 : m;
      const known = inYear > 0 && at(t, 4) > 0;
      const dated = known ? isDay(at(t, 0), inYear, at(t, 4)) : inYear >= 0 && inYear <= 12 && at(t, 4) <= 31;
      return dated && (nrn(t.slice(0, 9), false) === t || (at(t, 0) <= 35 && nrn(t.slice(0, 9), true) === t));
    },
  },
  "Bulgarian EGN": {
    body: (r) => year(r) + month(r, [0, 20, 40, 60]) + day(r) + n(r, 3),
    checks: 1,
    valid: (t) => isEgn(digitsOf(t)),
    defined: (t) => {
      const m = at(t, 2);
      const inYear = m > 52 ? 0 : m >= 40 ? m - 40 : m >= 20 ? m - 20 : m;
      const rest = sumOf(t, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11;
      return isDay(at(t, 0), inYear, at(t, 4)) && (rest === 10 ? 0 : rest) === Number(t[9]);
    },
  },
  "Czech and Slovak birth number": {
    body: (r) => year(r) + month(r, [0, 20, 50, 70]) + day(r) + n(r, 3),
    checks: 1,
    valid: (t) => isRodneCislo(digitsOf(t)),
    defined: (t) => {
      const m = [0, 20, 50, 70].map((more) => at(t, 2) - more).filter((rest) => rest >= 1 && rest <= 12);
      const rest = at(t, 0, 9) % 11;
      return m.some((inYear) => isDay(at(t, 0), inYear, at(t, 4))) && (rest === 10 ? 0 : rest) === Number(t[9]);
    },
  },
  "Czech and Slovak birth number before 1954": {
    body: (r) => year(r) + month(r, [0, 50]) + day(r) + n(r, 3),
    checks: 0,
    valid: (t) => isOldRodneCislo(digitsOf(t)),
    defined: (t) => at(t, 0) <= 53 && isDay(at(t, 0), at(t, 2) > 50 ? at(t, 2) - 50 : at(t, 2), at(t, 4)),
  },
  "Japanese My Number": {
    body: (r) => n(r, 11),
    checks: 1,
    valid: (t) => isMyNumber(digitsOf(t)),
    defined: (t) => {
      const rest = sumOf(t, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
      return (rest <= 1 ? 0 : 11 - rest) === Number(t[11]);
    },
  },
  "Malaysian MyKad": {
    body: (r) => year(r) + month(r) + day(r) + n(r, 6),
    checks: 0,
    valid: (t) => isMyKad(digitsOf(t)),
    defined: (t) => {
      const none = ["00", "17", "18", "19", "20", "69", "70", "73", "80", "81", "94", "95", "96", "97"];
      return isDay(at(t, 0), at(t, 2), at(t, 4)) && !none.includes(t.slice(6, 8));
    },
  },
  "French NIR": {
    body: (r) =>
      r.pick(["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"]) + year(r) + two(r.int(60)) + two(r.int(100)) + n(r, 6),
    checks: 2,
    valid: (t) => isNir(digitsOf(t)),
    defined: (t) => {
      const m = at(t, 3);
      const months = (m >= 1 && m <= 12) || m === 20 || (m >= 30 && m <= 42) || m >= 50;
      return /^[123478]/u.test(t) && months && at(t, 5) > 0 && nir(t.slice(0, 13)) === t;
    },
  },
  "ordinary French NIR": {
    body: (r) => n(r, 1) + year(r) + month(r) + r.pick(["95", "96", "97", "01"]) + n(r, 8),
    checks: 0,
    valid: (t) => isOrdinaryNir(digitsOf(t)),
    defined: (t) => /^[0-2]..(0[1-9]|1[0-2])(?!96)/u.test(t),
  },
  "Indian Aadhaar": {
    body: (r) => r.pick([n(r, 11), `2${n(r, 10)}`, `1${n(r, 10)}`]),
    checks: 1,
    valid: (t) => isAadhaar(digitsOf(t)),
    defined: (t) => /^[2-9]/u.test(t) && verhoeff(t.slice(0, 11)) === t && Array.from(t).toReversed().join("") !== t,
  },
  "Argentine CUIT": {
    body: (r) => two(18 + r.int(20)) + n(r, 8),
    checks: 1,
    valid: (t) => isCuit(digitsOf(t)),
    defined: (t) =>
      /^(20|23|24|25|26|27|30|33|34)/u.test(t) && (sumOf(t, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) + Number(t[10])) % 11 === 0,
  },
  "Ecuadorian cédula": {
    body: (r) => two(r.int(33)) + n(r, 7),
    checks: 1,
    valid: (t) => isCedula(digitsOf(t)),
    defined: (t) =>
      ((at(t, 0) >= 1 && at(t, 0) <= 24) || at(t, 0) === 30) && Number(t[2]) <= 5 && luhn(t.slice(0, 9)) === t,
  },
  "Norwegian number": {
    body: (r) => two(Math.min(99, r.int(33) + r.pick([0, 40]))) + month(r, [0, 40, 80]) + year(r) + n(r, 3),
    checks: 2,
    valid: (t) => isFodselsnummer(digitsOf(t)),
    defined: (t) => {
      const d = at(t, 0) > 40 ? at(t, 0) - 40 : at(t, 0);
      const m = [0, 40, 80].map((more) => at(t, 2) - more).find((rest) => rest >= 0 && rest < 40) ?? 0;
      return isDay(at(t, 4), m, d) && norwegianId(t.slice(0, 9)) === t;
    },
  },
  "Polish PESEL": {
    body: (r) => year(r) + month(r, [0, 20, 40, 60, 80]) + day(r) + n(r, 4),
    checks: 1,
    valid: (t) => isPesel(digitsOf(t)),
    defined: (t) => isDay(at(t, 0), at(t, 2) % 20, at(t, 4)) && pesel(t.slice(0, 10)) === t,
  },
  "Portuguese NIF": {
    body: (r) => n(r, 8),
    checks: 1,
    valid: (t) => isPtNif(digitsOf(t)),
    defined: (t) => {
      const check = 11 - (sumOf(t, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
      return /^([1235689]|45)/u.test(t) && (check > 9 ? 0 : check) === Number(t[8]);
    },
  },
  "Romanian CNP": {
    body: (r) => n(r, 1) + year(r) + month(r) + day(r) + two(r.int(100)) + n(r, 3),
    checks: 1,
    valid: (t) => isCnp(digitsOf(t)),
    defined: (t) => {
      const county = at(t, 7);
      const known = (county >= 1 && county <= 52) || (county >= 70 && county <= 83);
      return t[0] !== "0" && known && isDay(at(t, 1), at(t, 3), at(t, 5)) && romanianCnp(t.slice(0, 12)) === t;
    },
  },
  "Swedish number": {
    body: (r) => year(r) + month(r) + two(Math.min(99, r.int(33) + r.pick([0, 60]))) + n(r, 3),
    checks: 1,
    valid: (t) => isPersonnummer(digitsOf(t)),
    defined: (t) =>
      (isDay(at(t, 0), at(t, 2), at(t, 4)) || isDay(at(t, 0), at(t, 2), at(t, 4) - 60)) && luhn(t.slice(0, 9)) === t,
  },
  "Swedish number with its century": {
    body: (r) => two(16 + r.int(7)) + year(r) + month(r) + day(r) + n(r, 3),
    checks: 1,
    valid: (t) => isLongPersonnummer(digitsOf(t)),
    defined: (t) =>
      /^(18|19|20)/u.test(t) && isDay(at(t, 2), at(t, 4), at(t, 6)) && luhn(t.slice(2, 11)) === t.slice(2),
  },
  "payment card": {
    body: (r) => n(r, 12 + r.int(7)),
    checks: 1,
    valid: (t) => passesLuhn(digitsOf(t), t.length),
    defined: (t) => luhn(t.slice(0, -1)) === t,
  },
  IBAN: {
    body: (r) => r.pick(["DE", "FR", "gb"]) + r.chars(DIGITS + UPPER + LOWER, 10 + r.int(10)),
    checks: 2,
    valid: (t) => {
      const moved = t.slice(0, 2) + t.slice(-2) + t.slice(2, -2);
      return passesMod97(
        Array.from(moved, (c) => c.charCodeAt(0)),
        moved.length,
      );
    },
    defined: (t) => {
      const [country, account] = [t.slice(0, 2).toUpperCase(), t.slice(2, -2).toUpperCase()];
      // A remainder has up to three names of two digits: 01 and 98, 00 and 97, 02 and 99.
      return (at(iban(country, account), 2) - Number(t.slice(-2))) % 97 === 0;
    },
  },
};

describe("numbers, judged as their definitions say", () => {
  test.each(Object.entries(DEFINITIONS))("%s", (_, definition) => {
    compare(definition, definition.checks === 2 ? 150 : definition.checks === 0 ? 12_000 : 800);
  });

  test("numbers of one digit alone are nobody's", () => {
    expect(Array.from(DIGITS, (digit) => isTfn(digitsOf(digit.repeat(9))))).not.toContain(true);
    expect(Array.from(DIGITS, (digit) => isMyNumber(digitsOf(digit.repeat(12))))).not.toContain(true);
  });

  test("the days of a calendar", () => {
    for (let y = 0; y < 8; y++) {
      for (let m = 0; m <= 14; m++) {
        for (let d = 0; d <= 33; d++)
          expect(isDate(y, m, d), `${String(y)}-${String(m)}-${String(d)}`).toBe(isDay(y, m, d));
      }
    }
  });

  test("days of these years, in either order", () => {
    const random = randomOf(4);
    for (let i = 0; i < 20_000; i++) {
      const text =
        random.pick([year(random), two(15 + random.int(3)), two(34 + random.int(3))]) +
        month(random) +
        random.pick([day(random), two(15 + random.int(22))]);
      const [first, m, last] = [at(text, 0), at(text, 2), at(text, 4)];
      const recent = (y: number): boolean => 2016 <= 2000 + y && 2000 + y <= 2035;
      expect(isRecentDate(digitsOf(text)), text).toBe(
        (recent(first) && isDay(first, m, last)) || (recent(last) && isDay(last, m, first)),
      );
    }
  });
});

describe("codes of letters and digits, judged as their definitions say", () => {
  const random = randomOf(31);
  const every = (alphabet: string, wrong: (check: string) => boolean): string[] => Array.from(alphabet).filter(wrong);

  test("Chinese resident id", () => {
    const PROVINCES = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)/u;
    for (let i = 0; i < 20_000; i++) {
      const body =
        two(random.int(100)) +
        n(random, 4) +
        String(1896 + random.int(210)) +
        month(random) +
        day(random) +
        n(random, 3);
      const y = at(body, 6, 4);
      const isOne = PROVINCES.test(body) && y >= 1900 && y <= 2099 && isDay(y, at(body, 10), at(body, 12));
      const right = chineseId(body).slice(17);
      expect(isResidentId(digitsOf(body), right), body).toBe(isOne);
      expect(
        every("0123456789X", (check) => check !== right && isResidentId(digitsOf(body), check)),
        body,
      ).toEqual([]);
    }
  });

  test("Finnish identity code", () => {
    for (let i = 0; i < 5000; i++) {
      const [d, m, y, serial] = [
        day(random),
        month(random),
        year(random),
        random.pick([n(random, 3), "000", "001", "002"]),
      ];
      const right = hetu(`${d}${m}${y}`, "-", serial).slice(-1);
      const isOne = isDay(Number(y), Number(m), Number(d)) && Number(serial) >= 2;
      const digits = digitsOf(d + m + y + serial);
      expect(isHetu(digits, right), d + m + y + serial).toBe(isOne);
      expect(every("0123456789ABCDEFHJKLMNPRSTUVWXY", (check) => check !== right && isHetu(digits, check))).toEqual([]);
    }
  });

  test("Italian fiscal code", () => {
    for (let i = 0; i < 10_000; i++) {
      const letter = random.chars(UPPER, 1);
      const d = random.int(75);
      const body = random.chars(UPPER, 6) + year(random) + letter + two(d) + random.chars(UPPER, 1) + n(random, 3);
      const m = "ABCDEHLMPRST".indexOf(letter) + 1;
      const isOne = isDay(at(body, 6), m, d > 40 ? d - 40 : d);
      const right = codiceFiscale(body);
      expect(isItFiscalCode(right), right).toBe(isOne);
      const others = every(UPPER, (check) => check !== right.slice(15) && isItFiscalCode(body + check));
      expect(others).toEqual([]);
    }
    // Two people with one code: digits become letters from the right, the date's too.
    for (const digit of DIGITS) {
      const letter = "LMNPQRSTUV"[Number(digit)] ?? "";
      expect(isItFiscalCode(codiceFiscale(`RSSMRA8${letter}M01H501`)), letter).toBe(true);
      expect(isItFiscalCode(codiceFiscale(`RSSMRA80M0${letter}H501`)), letter).toBe(digit !== "0");
    }
  });

  test("Irish PPS number", () => {
    for (let i = 0; i < 3000; i++) {
      const body = n(random, 7);
      const second = random.pick(["", ...Array.from("ABCDEFGHIWTXJZ")]);
      const value = second === "" || "WTX".includes(second) ? 0 : "ABCDEFGHI".indexOf(second) + 1;
      const sum = sumOf(body, [8, 7, 6, 5, 4, 3, 2]) + 9 * value;
      const right = "WABCDEFGHIJKLMNOPQRSTUV"[sum % 23];
      const isOne = !"JZ".includes(second) || second === "";
      expect(
        every(UPPER, (check) => isPps(digitsOf(body), check, second)),
        body + second,
      ).toEqual(isOne ? [right] : []);
    }
  });

  test("identity card of Taiwan", () => {
    const values: Readonly<Record<string, number>> = {
      A: 10,
      B: 11,
      C: 12,
      D: 13,
      E: 14,
      F: 15,
      G: 16,
      H: 17,
      I: 34,
      J: 18,
      K: 19,
      L: 20,
      M: 21,
      N: 22,
      O: 35,
      P: 23,
      Q: 24,
      R: 25,
      S: 26,
      T: 27,
      U: 28,
      V: 29,
      W: 32,
      X: 30,
      Y: 31,
      Z: 33,
    };
    for (let i = 0; i < 5000; i++) {
      const letter = random.chars(UPPER, 1);
      const body = n(random, 8);
      const value = values[letter] ?? 0;
      const sum = Math.floor(value / 10) + 9 * (value % 10) + sumOf(body, [8, 7, 6, 5, 4, 3, 2, 1]);
      const right = /^[1289]/u.test(body) ? [String((10 - (sum % 10)) % 10)] : [];
      expect(
        every(DIGITS, (check) => isTwId(letter, digitsOf(body + check))),
        letter + body,
      ).toEqual(right);
    }
    expect(isTwId("a", digitsOf("123456789"))).toBe(false);
  });

  test("identity card of Hong Kong", () => {
    for (let i = 0; i < 3000; i++) {
      const letters = random.chars(UPPER, 1 + random.int(2));
      const body = n(random, 6);
      const of = (letter: string): number => letter.charCodeAt(0) - "A".charCodeAt(0) + 10;
      const head =
        letters.length === 1 ? 36 * 9 + of(letters) * 8 : of(letters[0] ?? "") * 9 + of(letters[1] ?? "") * 8;
      const sum = head + sumOf(body, [7, 6, 5, 4, 3, 2]);
      const right = (11 - (sum % 11)) % 11;
      const accepted = Array.from({ length: 11 }, (_, check) => check).filter((check) =>
        isHkid(letters, digitsOf(body), check),
      );
      expect(accepted, letters + body).toEqual([right]);
    }
  });

  test("Chilean RUT", () => {
    for (let i = 0; i < 4000; i++) {
      const number = random.pick([99_990 + random.int(20), random.int(30_000_000)]);
      const sum = Array.from(String(number))
        .toReversed()
        .reduce((total, digit, place) => total + Number(digit) * (2 + (place % 6)), 0);
      const rest = 11 - (sum % 11);
      const right = number < 100_000 ? [] : [rest === 11 ? "0" : rest === 10 ? "K" : String(rest)];
      expect(
        every("0123456789K", (check) => isRut(number, check)),
        String(number),
      ).toEqual(right);
    }
  });

  test("Mexican CURP and RFC", () => {
    for (let i = 0; i < 4000; i++) {
      const head = random.chars(UPPER, 4) + year(random) + month(random) + day(random);
      const dated = isDay(at(head, 4), at(head, 6), at(head, 8));
      const curp = head + random.pick(["H", "M"]) + random.chars(UPPER, 5) + random.chars(ALNUM.slice(26), 1);
      const curpValue = (c: string): number => "0123456789ABCDEFGHIJKLMN?OPQRSTUVWXYZ".indexOf(c);
      const curpSum = Array.from(curp).reduce((sum, c, place) => sum + curpValue(c) * (18 - place), 0);
      expect(
        every(DIGITS, (check) => isCurp(curp + check)),
        curp,
      ).toEqual(dated ? [String((10 - (curpSum % 10)) % 10)] : []);

      const rfc = head + random.chars(UPPER + DIGITS, 2);
      const rfcValue = (c: string): number => (/\d/u.test(c) ? Number(c) : c.charCodeAt(0) - 55 + (c > "N" ? 1 : 0));
      const rfcSum = Array.from(rfc).reduce((sum, c, place) => sum + rfcValue(c) * (13 - place), 0);
      const rest = 11 - (rfcSum % 11);
      const right = rest === 11 ? "0" : rest === 10 ? "A" : String(rest);
      expect(
        every("0123456789A", (check) => isRfc(rfc + check)),
        rfc,
      ).toEqual(dated ? [right] : []);
    }
  });

  test("checksum of GitHub's tokens", () => {
    for (let i = 0; i < 300; i++) {
      const token = withCrc32("ghp" + "_", random.chars(ALNUM, 30));
      expect(hasGithubChecksum(token)).toBe(true);
      expect(hasGithubChecksum(`${token}0`)).toBe(false);
      expect(hasGithubChecksum(token.slice(0, -1))).toBe(false);
      for (let place = 4; place < token.length; place++) {
        const other = token[place] === "a" ? "b" : "a";
        expect(hasGithubChecksum(token.slice(0, place) + other + token.slice(place + 1)), String(place)).toBe(false);
      }
    }
  });
});
