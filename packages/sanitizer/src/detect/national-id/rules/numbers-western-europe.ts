import { isSvnr } from "../validators/at.ts";
import { isBeNationalNumber } from "../validators/be.ts";
import { isAhv } from "../validators/ch.ts";
import { isDeTaxId } from "../validators/de.ts";
import { hasNirStructure, isNir, isOrdinaryNir } from "../validators/fr.ts";
import { isNhsBlock, isNhsNumber } from "../validators/gb.ts";
import { isAmka } from "../validators/gr.ts";
import { isBsn } from "../validators/nl.ts";
import { isPtNif } from "../validators/pt.ts";
import type { NumberRule } from "./rule.ts";
import { nationalId, ownWords, words } from "./rule.ts";

const NIR_WORDS = ownWords(
  "socialsecurity",
  "socialsecuritynumber",
  "nir",
  "insee",
  "secu",
  "numsecu",
  "securitesociale",
  "numerosecu",
  "numerodesecurite",
  "nss",
  "immatriculation",
);

/**
 * The number after each line: how many of a thousand ordinary numbers in the layout pass. An `alone` layout is one that
 * ordinary numbers hardly have, or where next to none passes.
 */
export const WESTERN_EUROPE: readonly NumberRule[] = [
  // 91; 45 in the blocks that are in use. The layout is the NHS's own.
  {
    kind: nationalId("gb_nhs"),
    alone: ["3 3 4"],
    told: ["10", "3-3-4", "3.3.4"],
    valid: isNhsNumber,
    unmistakable: isNhsBlock,
    words: ownWords("nhs", "nhsno", "nhsnumber", "chi", "chinumber", "healthnumber", "healthservice"),
  },
  // 3.4
  {
    kind: nationalId("de_tax_id"),
    alone: ["2 3 3 3"],
    told: ["11", "2-3-3-3", "2/3/3/3", "3/4/4"],
    valid: isDeTaxId,
    words: words(
      "steuer",
      "steuerid",
      "steueridnr",
      "steueridentifikationsnummer",
      "steuernummer",
      "identifikationsnummer",
      "steuerliche",
      "idnr",
      "stid",
      "steueridentnummer",
    ),
  },
  // 0.1
  {
    kind: nationalId("fr_nir"),
    alone: ["15", "1 2 2 2 3 3 2", "13 2", "1-2-2-2-3-3-2", "1.2.2.2.3.3.2"],
    told: ["15", "1 2 2 2 3 3 2", "13 2", "1-2-2-2-3-3-2", "1.2.2.2.3.3.2"],
    valid: isNir,
    unmistakable: isOrdinaryNir,
    words: NIR_WORDS,
  },
  // 170: without its key.
  { kind: nationalId("fr_nir"), alone: [], told: ["13", "1 2 2 2 3 3"], valid: hasNirStructure, words: NIR_WORDS },
  // 91
  {
    kind: nationalId("nl_bsn"),
    alone: [],
    told: ["9", "4.2.3", "3.3.3", "3 3 3", "4 2 3", "3-3-3"],
    valid: isBsn,
    words: ownWords("bsn", "bsnnummer", "burgerservicenummer", "sofi", "sofinummer", "burgerservice"),
  },
  // 1
  {
    kind: nationalId("be_nrn"),
    alone: ["2.2.2-3.2", "2.2.2-3-2", "2.2.2.3.2", "6-3-2", "6 3 2"],
    told: ["11", "2 2 2 3 2", "6-5", "6.3.2"],
    valid: isBeNationalNumber,
    words: words(
      "nrn",
      "socialsecurity",
      "insz",
      "niss",
      "rijksregister",
      "rijksregisternummer",
      "registrenational",
      "rrn",

      "nationaalnummer",
      "nationalregister",
    ),
  },
  // 0.1: no article's number begins with 756.
  {
    kind: nationalId("ch_ahv"),
    alone: ["3.4.4.2", "13", "3 4 4 2", "3-4-4-2"],
    told: [],
    valid: isAhv,
    words: words("ahv", "socialsecurity", "avs", "oasi", "ahvnummer", "ahvn", "navs"),
  },
  // 3
  {
    kind: nationalId("at_svnr"),
    alone: [],
    told: ["10", "4 6", "4-6", "4/6"],
    valid: isSvnr,
    words: words(
      "svnr",
      "socialsecurity",
      "socialinsurance",
      "svnummer",
      "sozialversicherung",
      "sozialversicherungsnummer",
      "versicherungsnummer",
      "svn",
      "sv",
      "ecard",
    ),
  },
  // 70
  {
    kind: nationalId("pt_nif"),
    alone: [],
    told: ["9", "3 3 3", "3.3.3", "3-3-3"],
    valid: isPtNif,
    words: ownWords("nif", "contribuinte", "numerodecontribuinte", "nifno", "numerofiscal", "identificacaofiscal"),
  },
  // 3.6
  {
    kind: nationalId("gr_amka"),
    alone: [],
    told: ["11", "6-5", "6 5", "6 4 1"],
    valid: isAmka,
    words: words("amka", "socialsecurity", "αμκα"),
  },
];
