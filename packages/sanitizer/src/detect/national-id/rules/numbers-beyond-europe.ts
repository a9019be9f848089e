import { isNin, isZaId } from "../validators/africa.ts";
import { isAbn, isAuMedicare, isTfn } from "../validators/au.ts";
import { isRecentDate } from "../validators/birth-date.ts";
import { isCnpj, isCpf } from "../validators/br.ts";
import { isSin } from "../validators/ca.ts";
import { digitAt, numberAt, twoAt } from "../validators/checksum.ts";
import { isResidentId } from "../validators/cn.ts";
import { isMyKad, isMyNumber } from "../validators/east-asia.ts";
import { isTeudatZehut } from "../validators/il.ts";
import { isAadhaar } from "../validators/in.ts";
import { isRrn, isUncheckedRrn } from "../validators/kr.ts";
import { isCedula, isCuit, isRut } from "../validators/latin-america.ts";
import { isThaiId } from "../validators/th.ts";
import { isUsItin, isUsSsn } from "../validators/us.ts";
import type { NumberRule } from "./rule.ts";
import { nationalId, ownWords, words } from "./rule.ts";

const KOREAN = words(
  "rrn",
  "frn",
  "residentregistration",
  "residentnumber",
  "jumin",
  "alienregistration",
  "foreignerregistration",
  "주민등록번호",
  "주민번호",
  "외국인등록번호",
);

const RUT_WORDS = ownWords("rut", "rutnumber", "rolunico", "rolunicotributario");

/** As for Western Europe, the number before each rule: how many of a thousand ordinary numbers in the layout pass. */
export const BEYOND_EUROPE: readonly NumberRule[] = [
  // 890: three digits, two and four between hyphens are a social security number and hardly anything else.
  {
    kind: nationalId("us_ssn"),
    unchecked: true,
    alone: ["3-2-4"],
    told: ["9", "3 2 4", "3.2.4", "3/2/4"],
    valid: isUsSsn,
    words: ownWords(
      "ssns",
      "socsec",
      "ssn",
      "socialsecurity",
      "socialsecurityno",
      "socialsecuritynumber",
      "taxid",
      "taxidnumber",
      "taxpayer",
      "taxpayerid",
      "taxidentification",
      "tin",
      "socialsec",
      "socialis",
      "mysocial",
      "socialnumber",
      "sosec",
      "ssno",
    ),
  },
  // 42: outside of the range that was first in use, a social security number that is none is as likely.
  {
    kind: nationalId("us_itin"),
    alone: ["3-2-4"],
    told: ["9", "3 2 4"],
    valid: isUsItin,
    unmistakable: (digits) => twoAt(digits, 3) >= 70 && twoAt(digits, 3) <= 88,
    unchecked: true,
    words: ownWords(
      "itin",
      "taxid",
      "taxidnumber",
      "taxpayer",
      "taxpayerid",
      "taxidentification",
      "tin",
      "individualtaxpayer",
    ),
  },
  // 90
  {
    kind: nationalId("ca_sin"),
    alone: [],
    told: ["3 3 3", "3-3-3", "9", "3.3.3"],
    valid: isSin,
    words: ownWords("sin", "sinnumber", "nas", "socialinsurancenumber", "socialinsurance", "assurancesociale"),
  },
  // 91
  {
    kind: nationalId("au_tfn"),
    alone: [],
    told: ["3 3 3", "9", "3-3-3"],
    valid: isTfn,
    words: ownWords("tfn", "taxfile", "taxfilenumber"),
  },
  // 45
  {
    kind: nationalId("au_medicare"),
    alone: [],
    told: ["4 5 1", "10", "4-5-1"],
    valid: isAuMedicare,
    words: ownWords("medicare", "medicareno", "medicarecard"),
  },
  // 11
  {
    kind: nationalId("au_abn"),
    alone: [],
    told: ["2 3 3 3", "11"],
    valid: isAbn,
    words: words("abn", "australianbusiness", "businessnumber"),
  },
  // 10
  {
    kind: nationalId("br_cpf"),
    alone: ["3.3.3-2"],
    told: ["11", "9-2", "3.3.3.2", "3 3 3 2", "3-3-3-2"],
    valid: isCpf,
    words: words("cpf", "cpfs", "cpfnumber", "cadastrodepessoas", "pessoasfisicas"),
  },
  {
    kind: nationalId("br_cnpj"),
    alone: ["2.3.3/4-2"],
    told: ["14"],
    valid: isCnpj,
    words: words("cnpj", "cnpjnumber"),
  },
  // 8
  {
    kind: nationalId("ar_cuit"),
    alone: ["2-8-1"],
    told: ["11"],
    valid: isCuit,
    words: words("cuit", "cuil", "clavefiscal"),
  },
  // 91
  {
    kind: nationalId("cl_rut"),
    alone: ["2.3.3-1"],
    told: ["8-1", "9"],
    valid: (digits) => isRut(numberAt(digits, 0, 8), String(digitAt(digits, 8))),
    words: RUT_WORDS,
  },
  {
    kind: nationalId("cl_rut"),
    alone: ["1.3.3-1"],
    told: ["7-1"],
    valid: (digits) => isRut(numberAt(digits, 0, 7), String(digitAt(digits, 7))),
    words: RUT_WORDS,
  },
  {
    kind: nationalId("ec_cedula"),
    alone: [],
    told: ["10", "9-1"],
    valid: isCedula,
    words: ownWords("cedula", "ceduladeidentidad", "numerodecedula"),
  },
  // 3
  {
    kind: nationalId("kr_rrn"),
    alone: ["6-7"],
    told: ["13", "6 7"],
    valid: isRrn,
    unmistakable: (digits) => digitAt(digits, 6) > 0 && digitAt(digits, 6) < 9 && !isRecentDate(digits),
    words: KOREAN,
  },
  { kind: nationalId("kr_rrn"), alone: [], told: ["6-7", "13"], valid: isUncheckedRrn, words: KOREAN },
  // 0.02
  {
    kind: nationalId("cn_resident_id"),
    alone: ["18", "6 8 4", "6-8-4"],
    told: [],
    valid: (digits) => isResidentId(digits, String(digitAt(digits, 17))),
    words: words(),
  },
  // 73
  {
    kind: nationalId("th_id"),
    alone: ["1-4-5-2-1", "1 4 5 2 1"],
    told: ["13"],
    valid: isThaiId,
    words: ownWords(
      "thai",
      "เลขประจำตัวประชาชน",
      "เลขบัตรประชาชน",
      "thaiid",
      "citizenid",
      "thainationalid",
      "tnin",
      "บัตรประชาชน",
    ),
  },
  // 90
  {
    kind: nationalId("in_aadhaar"),
    alone: [],
    told: ["12", "4 4 4", "4-4-4"],
    valid: isAadhaar,
    words: ownWords("aadhaar", "aadhar", "adhaar", "adhar", "uidai", "aadhaarno", "aadhaarnumber", "आधार"),
  },
  {
    kind: nationalId("jp_my_number"),
    alone: [],
    told: ["12", "4 4 4", "4-4-4"],
    valid: isMyNumber,
    words: ownWords("mynumber", "kojinbango", "マイナンバー", "個人番号"),
  },
  // 22, without a check digit.
  {
    kind: nationalId("my_mykad"),
    alone: [],
    told: ["6-2-4", "12"],
    valid: isMyKad,
    words: ownWords("mykad", "nric", "nricno", "icno", "icnumber", "kadpengenalan"),
  },
  // 1
  {
    kind: nationalId("za_id"),
    alone: [],
    told: ["13", "6 4 3", "6 4 2 1"],
    valid: isZaId,
    words: words("said", "rsaid", "zaid", "southafricanid", "southafrican", "permanentresident", "idno"),
  },
  // 90
  { kind: nationalId("ng_nin"), alone: [], told: ["11"], valid: isNin, words: ownWords("nin", "nimc", "ninnumber") },
  {
    kind: nationalId("il_teudat_zehut"),
    alone: [],
    told: ["9", "8-1"],
    valid: isTeudatZehut,
    words: ownWords("teudatzehut", "zehut", "תעודתזהות", "israeliid"),
  },
];
