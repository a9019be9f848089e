import fc from "fast-check";
import { describe, expect, it } from "vitest";

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
  pesel,
  romanianCnp,
  rrn,
  tckn,
  tfn,
  verhoeff,
} from "../../../test/corpus/checksums.ts";
import { finder } from "../../../test/find.ts";
import { nationalIdDetector } from "./national-id.ts";

const find = finder([nationalIdDetector]);

const digits = (count: number, first = "0123456789"): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...Array.from(first)),
      fc.array(fc.constantFrom(...Array.from("0123456789")), { minLength: count - 1, maxLength: count - 1 }),
    )
    .map(([head, tail]) => head + tail.join(""));
const two = (from: number, to: number): fc.Arbitrary<string> =>
  fc.integer({ min: from, max: to }).map((value) => String(value).padStart(2, "0"));
/** Year, month, day. */
const birth = fc.tuple(two(36, 99), two(1, 12), two(1, 28));

interface Id {
  readonly kind: string;
  readonly word: string;
  readonly ids: fc.Arbitrary<string | undefined>;
  readonly alone: boolean;
}

const grouped = (id: string, lengths: readonly number[], separator: string): string => {
  let at = 0;
  return lengths.map((length) => id.slice(at, (at += length))).join(separator);
};

const told = (kind: string, word: string, ids: fc.Arbitrary<string | undefined>): Id => ({
  kind,
  word,
  ids,
  alone: false,
});
const alone = (kind: string, word: string, ids: fc.Arbitrary<string | undefined>): Id => ({
  kind,
  word,
  ids,
  alone: true,
});

// The check digits are computed by other formulas than the validators'.
const IDS: readonly Id[] = [
  told("gb_nhs", "nhs", digits(9, "12345678").map(nhs)),
  alone(
    "gb_nhs",
    "nhs",
    digits(9, "467")
      .map((body) => nhs(body))
      .map((id) => id && grouped(id, [3, 3, 4], " ")),
  ),
  told("nl_bsn", "bsn", digits(8, "123456789").map(bsn)),
  told("hr_oib", "oib", digits(10).map(mod1110)),
  told("ca_sin", "sin", digits(8, "1234567").map(luhn)),
  told("au_tfn", "tfn", digits(8, "123456789").map(tfn)),
  told("in_aadhaar", "aadhaar", digits(11, "23456789").map(verhoeff)),
  told("tr_kimlik", "tckn", digits(9, "123456789").map(tckn)),
  told(
    "pl_pesel",
    "pesel",
    fc.tuple(birth, digits(4)).map(([[y, m, d], serial]) => pesel(y + m + d + serial)),
  ),
  told(
    "ro_cnp",
    "cnp",
    fc.tuple(birth, two(1, 52), digits(3)).map(([[y, m, d], county, n]) => romanianCnp(`1${y}${m}${d}${county}${n}`)),
  ),
  told(
    "no_fodselsnummer",
    "fnr",
    fc.tuple(birth, digits(3)).map(([[y, m, d], n]) => norwegianId(d + m + y + n)),
  ),
  told(
    "be_nrn",
    "rijksregisternummer",
    fc.tuple(birth, digits(3), fc.boolean()).map(([[y, m, d], n, later]) => nrn((later ? "07" : y) + m + d + n, later)),
  ),
  told(
    "za_id",
    "rsaid",
    fc.tuple(birth, digits(4), fc.constantFrom("08", "18")).map(([[y, m, d], n, end]) => luhn(y + m + d + n + end)),
  ),
  alone(
    "se_personnummer",
    "personnr",
    fc.tuple(birth, digits(3)).map(([[y, m, d], n]) => grouped(luhn(y + m + d + n), [6, 4], "-")),
  ),
  alone(
    "kr_rrn",
    "rrn",
    fc.tuple(birth, digits(6, "12")).map(([[y, m, d], n]) => grouped(rrn(y + m + d + n), [6, 7], "-")),
  ),
  alone(
    "fr_nir",
    "nir",
    fc
      .tuple(birth, two(1, 95), digits(6), fc.constantFrom("1", "2"))
      .map(([[y, m], department, n, sex]) => nir(sex + y + m + department + n)),
  ),
  alone(
    "cn_resident_id",
    "id",
    fc.tuple(birth, digits(3)).map(([[y, m, d], n]) => chineseId(`11010519${y}${m}${d}${n}`)),
  ),
  alone(
    "br_cpf",
    "cpf",
    digits(9, "12345678").map((body) => cpf(body).replace(/(...)(...)(...)/u, "$1.$2.$3-")),
  ),
  alone(
    "es_nie",
    "nie",
    fc.tuple(fc.constantFrom("X", "Y", "Z"), digits(7)).map(([letter, n]) => nie(letter, n)),
  ),
  alone("es_nif", "dni", digits(8, "3456789").map(dni)),
  alone(
    "fi_hetu",
    "hetu",
    fc
      .tuple(birth, fc.constantFrom(...Array.from("+-ABCDEFUVWXY")), two(10, 99))
      .map(([[y, m, d], sign, n]) => hetu(d + m + y, sign, `1${n}`))
      // With a digit at its end it may be a Dane's or a Swede's as well.
      .filter((id) => /[A-Z]$/u.test(id)),
  ),
  alone(
    "it_codice_fiscale",
    "cf",
    fc.tuple(birth, digits(3)).map(([[y, , d], n]) => codiceFiscale(`RSSMRA${y}H${d}F${n}`)),
  ),
];

const TOLERANT: ReadonlySet<string> = new Set(["ro_cnp", "kr_rrn", "be_nrn", "br_cpf", "br_cnpj"]);

/** No digit, letter or separator that could belong to an id, and no word. */
const padding = fc
  .array(fc.constantFrom(" ", "\n", "(", "[", '"', "é ", "|", "; "), { maxLength: 12 })
  .map((parts) => ` ${parts.join("")}`);

describe.each(IDS)("$kind", ({ kind, word, ids, alone: standsAlone }) => {
  const valid = ids.filter((id): id is string => id !== undefined && !/^(.)\1*$/u.test(id));

  it("is found behind its word, whatever stands about it", () => {
    fc.assert(
      fc.property(valid, padding, padding, (id, before, behind) => {
        expect(find(`${before}${word} ${id}${behind}`)).toEqual([`national_id.${kind}=${id}`]);
      }),
    );
  });

  it("stands alone, or does not", () => {
    fc.assert(
      fc.property(valid, padding, (id, behind) => {
        expect(find(`saw ${id}${behind}`)).toEqual(standsAlone ? [`national_id.${kind}=${id}`] : []);
      }),
    );
  });

  // Some states give two remainders one digit, or have two formulas: there a digit that is off may pass.
  it.skipIf(TOLERANT.has(kind))("is left with one digit off", () => {
    fc.assert(
      fc.property(valid, fc.nat(), fc.integer({ min: 1, max: 9 }), (id, place, shift) => {
        const places = Array.from(id).flatMap((character, index) => (/\d/u.test(character) ? [index] : []));
        const at = places[place % places.length] ?? 0;
        const off = `${id.slice(0, at)}${(Number(id[at]) + shift) % 10}${id.slice(at + 1)}`;
        expect(find(`${word} ${off} given`)).not.toContain(`national_id.${kind}=${off}`);
      }),
    );
  });

  it("is left inside a longer word or number", () => {
    fc.assert(
      fc.property(valid, fc.constantFrom("7", "a", "7-", "3."), fc.constantFrom("7", "a7"), (id, before, behind) => {
        const whole = `national_id.${kind}=${id}`;
        expect(find(`${word} ${before}${id}`)).not.toContain(whole);
        expect(find(`${word} ${id}${behind}`)).not.toContain(whole);
      }),
    );
  });
});

describe("any text", () => {
  const piece = fc.constantFrom(
    ...Array.from("01234567890123456789"),
    " ",
    "-",
    ".",
    "/",
    "+",
    "A",
    "X",
    "k",
    "(",
    ")",
    ",",
    "ssn ",
    "nif=",
    "\u00a0",
  );

  it("is read to its end, with findings that stand in it", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 120 }), (pieces) => {
        const text = pieces.join("");
        let from = 0;
        for (const found of find(text)) {
          const value = found.slice(found.indexOf("=") + 1);
          const at = text.indexOf(value, from);
          expect(at).toBeGreaterThanOrEqual(from);
          from = at + value.length;
        }
      }),
      { numRuns: 2000 },
    );
  });
});
