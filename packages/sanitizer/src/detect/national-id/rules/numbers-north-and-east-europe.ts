import { isJmbg, isOib } from "../validators/balkan.ts";
import { isIsikukood, isPersonasKods } from "../validators/baltic.ts";
import { isEgn } from "../validators/bg.ts";
import { isRecentDate } from "../validators/birth-date.ts";
import { twoAt } from "../validators/checksum.ts";
import { isOldRodneCislo, isRodneCislo } from "../validators/cz-sk.ts";
import { isCheckedCpr, isCpr } from "../validators/dk.ts";
import { isInn, isRnokpp, isSnils } from "../validators/east-europe.ts";
import { isHuTaxId, isTaj } from "../validators/hu.ts";
import { isFodselsnummer } from "../validators/no.ts";
import { isPesel } from "../validators/pl.ts";
import { isCnp } from "../validators/ro.ts";
import { isLongPersonnummer, isPersonnummer } from "../validators/se.ts";
import { isKimlikNo } from "../validators/tr.ts";
import type { NumberRule } from "./rule.ts";
import { nationalId, ownWords, words } from "./rule.ts";

const SWEDISH = words(
  "personnummer",
  "personnr",
  "pnr",
  "samordningsnummer",
  "persnr",
  "personalidentity",
  "svensktpersonnummer",
);
const CZECH = ownWords("rodnecislo", "rodne", "birthnumber", "rodcislo");

/** As for Western Europe, the number before each rule: how many of a thousand ordinary numbers in the layout pass. */
export const NORTH_AND_EAST_EUROPE: readonly NumberRule[] = [
  // 3.6; a date of these years with a counter behind it is an order's number.
  {
    kind: nationalId("se_personnummer"),
    alone: ["6-4"],
    told: ["10", "6 4"],
    valid: isPersonnummer,
    unmistakable: (digits) => !isRecentDate(digits),
    words: SWEDISH,
  },
  // 0.1: years that are no date of a log.
  {
    kind: nationalId("se_personnummer"),
    alone: ["8-4", "12"],
    told: ["8 4"],
    valid: isLongPersonnummer,
    unmistakable: (digits) => twoAt(digits, 0) < 20 || twoAt(digits, 2) < 16,
    words: SWEDISH,
  },
  // 0.5
  {
    kind: nationalId("no_fodselsnummer"),
    alone: ["6 5"],
    told: ["11", "6-5", "6.5"],
    valid: isFodselsnummer,
    words: words("fodselsnummer", "fodselsnr", "fnr", "personnummer", "dnummer", "dnr", "fodsels"),
  },
  // 36; 3 with the check digit that most numbers have.
  {
    kind: nationalId("dk_cpr"),
    alone: ["6-4"],
    told: ["10", "6 4"],
    valid: isCpr,
    unmistakable: (digits) => isCheckedCpr(digits) && !isRecentDate(digits),
    words: ownWords("cpr", "cprnr", "cprnummer", "personnummer", "cprnumber"),
  },
  // 18
  {
    kind: nationalId("pl_pesel"),
    alone: [],
    told: ["11"],
    valid: isPesel,
    words: words("pesel", "nrpesel", "numerpesel"),
  },
  // 6
  {
    kind: nationalId("cz_rodne_cislo"),
    alone: ["6/4"],
    told: ["10", "6-4", "6 4"],
    valid: isRodneCislo,
    unmistakable: (digits) => !isRecentDate(digits),
    words: new Set([...CZECH, "rc"]),
  },
  { kind: nationalId("cz_rodne_cislo"), alone: [], told: ["6/3", "9"], valid: isOldRodneCislo, words: CZECH },
  // 2
  {
    kind: nationalId("ro_cnp"),
    alone: [],
    told: ["13"],
    valid: isCnp,
    words: words("cnp", "codnumeric", "codnumericpersonal"),
  },
  // 10
  { kind: nationalId("bg_egn"), alone: [], told: ["10"], valid: isEgn, words: words("egn", "егн", "egnnumber") },
  // 3
  {
    kind: nationalId("ee_lt_personal_code"),
    alone: [],
    told: ["11"],
    valid: isIsikukood,
    words: words("isikukood", "ik", "asmenskodas", "asmens", "asmkodas", "personalcode"),
  },
  // 1
  {
    kind: nationalId("lv_personas_kods"),
    alone: ["6-5"],
    told: ["11"],
    valid: isPersonasKods,
    unmistakable: (digits) => !isRecentDate(digits) && twoAt(digits, 0) !== 32,
    words: words("personaskods", "personas", "perskods", "personalcode", "pk"),
  },
  // 100
  {
    kind: nationalId("hu_taj"),
    alone: [],
    told: ["9", "3 3 3", "3-3-3"],
    valid: isTaj,
    words: ownWords("taj", "tajszam", "tajkartya"),
  },
  {
    kind: nationalId("hu_tax_id"),
    alone: [],
    told: ["10"],
    valid: isHuTaxId,
    words: words("adoazonosito", "adoazonositojel", "adoszam"),
  },
  // 2
  {
    kind: nationalId("jmbg"),
    alone: [],
    told: ["13"],
    valid: isJmbg,
    words: words("emso", "jmbg", "embg", "јмбг", "maticnibroj", "maticni"),
  },
  // 100
  {
    kind: nationalId("hr_oib"),
    alone: [],
    told: ["11"],
    valid: isOib,
    words: ownWords("oib", "osobniidentifikacijski", "osobniidentifikacijskibroj"),
  },
  // 9
  {
    kind: nationalId("tr_kimlik"),
    alone: [],
    told: ["11", "3 3 3 2", "3 4 4"],
    valid: isKimlikNo,
    words: words("tckn", "tckimlik", "tckimlikno", "kimlik", "kimlikno", "tcno", "tcidentity", "turkishid"),
  },
  // 10
  {
    kind: nationalId("ru_snils"),
    alone: ["3-3-3-2"],
    told: ["11"],
    valid: isSnils,
    words: ownWords("snils", "снилс"),
  },
  { kind: nationalId("ru_inn"), alone: [], told: ["12"], valid: isInn, words: ownWords("inn", "инн") },
  // 91
  {
    kind: nationalId("ua_rnokpp"),
    alone: [],
    told: ["10"],
    valid: isRnokpp,
    words: ownWords("rnokpp", "рнокпп", "ipn", "іпн", "ідентифікаціиниикод"),
  },
];
