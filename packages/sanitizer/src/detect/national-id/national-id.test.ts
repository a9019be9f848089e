import { describe, expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import type { Kind } from "../../model/kind.ts";
import { compile } from "../scan/program.ts";
import { scanText } from "../scan/scan-text.ts";
import { TextScan } from "../scan/text-scan.ts";
import { nationalIdDetector } from "./national-id.ts";

const find = finder([nationalIdDetector]);

/** Kind, ids that stand alone, ids that a word before them tells, near misses behind the same word (`|` between them). */
type Row = readonly [kind: string, word: string, alone: string, told: string, misses: string];

// Published samples and numbers made by hand, none of a person. The near misses: a digit off, a date that is none, a form of others.
const ROWS: readonly Row[] = [
  [
    "us_ssn",
    "SSN",
    "123-45-6789|536-22-1847|001-01-0001",
    "123456789|536 22 1847|536.22.1847",
    "078-05-1120|219-09-9999|457-55-5462|000-12-3456|666-12-3456|900-12-3456|123-00-4567|123-45-0000|123-45-67890|1123-45-6789|000123456",
  ],
  [
    "us_itin",
    "ITIN",
    "911-70-1234|999-88-1234",
    "911701234|912-50-1234|912-65-1234|912-90-1234|912-92-1234|912-99-1234",
    "912-49-1234|912-66-1234|912-69-1234|912-89-1234|912-93-1234|811-70-12345",
  ],
  [
    "gb_nhs",
    "NHS number",
    "943 476 5919|401 023 2137",
    "9434765919|943-476-5870|943.476.5870|2213951837",
    "943 476 5918|943 476 5910|9434765991|1111111111|94347659190",
  ],
  [
    "gb_nino",
    "NI number",
    "AB123456C|AB 12 34 56 C|AB 123456 C|AB-12-34-56-C|JG103759A",
    "ab123456c|ab 12 34 56 d",
    "AB123456E|DA123456C|AO123456C|BG123456A|GB123456A|ZZ123456A|NK123456B|KN123456B|TN123456B|NT123456B|QQ123456C|AB1234567C|AB12345C",
  ],
  [
    "de_tax_id",
    "Steuer-ID",
    "86 095 742 719|36 574 261 809",
    "86095742719|65929970489|36574261809",
    "86095742718|12345678903|06095742713|86095742791|11112345677",
  ],
  [
    "fr_nir",
    "n° de sécurité sociale",
    "184127645108946|1 84 12 76 451 089 46|295109912611193|253072B07300470|253072A07300443|2 53 07 2A 073 004 43",
    "1841276451089|184207645108977",
    "184127645108947|284127645108946|253072C07300443|253072A07300444|9841276451089|1841876451089",
  ],
  [
    "es_nif",
    "DNI",
    "12345678Z|54362315K|12345678-Z|12345678z|12.345.678-Z",
    "12345678 Z|1111111G|20261125B|12345678-z|54362315k",
    "12345678A|12345679Z|12345678ZZ|123456789Z|00000000T",
  ],
  [
    "es_nie",
    "NIE",
    "X1234567L|X2482300W|x-1234567-l|Z1234567R|Y1234567X|X1234567-L",
    "",
    "X1234567M|W1234567L|X123456L|X12345678L",
  ],
  [
    "it_codice_fiscale",
    "CF",
    "RSSMRA85T10A562S|rccmnl83s18d969h|MRTMTT91D08F205J|RSSMRA85T10A56NH",
    "",
    "RSSMRA85T10A562T|RSSMRA85T32A562S|RSSMRA85F10A562S|RSSMRA85T10A562SA|RSSMRA85T10A562",
  ],
  ["nl_bsn", "bsn", "", "111222333|123456782|1112.22.333|111.222.333", "111222334|111222332|000000000|1112223330"],
  [
    "be_nrn",
    "rijksregisternummer",
    "85.07.30-033.28|17.07.30-033.84|85.07.30.033.28",
    "85073003328|17073003384",
    "85.07.30-033.29|85073003384|85.17.62-033.28|85.13.30-033.28",
  ],
  [
    "pl_pesel",
    "PESEL",
    "",
    "44051401359|90090515836|92071314764|81100216357",
    "44051401358|44051401395|44131401359|440514013590",
  ],
  [
    "fi_hetu",
    "hetu",
    "131052-308T|131052A308T|010594Y9032|020594X903P|010594+9021|030594W903B|131052B308T|010594-9021",
    "131052a308t",
    "131052-308U|131052G308T|310252-308Y|131052-001C|131052-308TA|131352-308T",
  ],
  [
    "se_personnummer",
    "personnummer",
    "811228-9874|880320-0016|19811228-9874|198112289874|121212+1212",
    "8112289874|811228 9874|160504-1233|20160504-1233",
    "811228-9875|881320-0018|19811228-9875|19811328-9874|121212+1213|118112289874",
  ],
  [
    "no_fodselsnummer",
    "fødselsnummer",
    "151086 95088",
    "15108695088|151086-95088",
    "15108695077|15108695089|15138695088|151086950880",
  ],
  [
    "dk_cpr",
    "CPR",
    "211062-5629",
    "2110625629|010190-1234|010190-1001",
    "211362-5629|320162-5629|300290-1234|211062-56290",
  ],
  ["pt_nif", "NIF", "", "501964843|123456789|501 964 843", "501964842|501964834|723456785|001964844"],
  ["ie_pps", "PPS", "", "6433435F|6433435FT|6433435OA|6433435IH|6433435FW", "6433435E|6433435OB|6433435OZ|643343F"],
  [
    "ch_ahv",
    "AHV",
    "756.9217.0769.85|7569217076985|756 9217 0769 85|756.1234.5678.97",
    "",
    "756.9217.0769.84|756.9217.0796.85|757.9217.0769.82|7569217076983",
  ],
  ["at_svnr", "SVNR", "", "1237 010180|1237010180", "1237 010181|1238 010180|1237 011680|0237 010180|1237 320180"],
  [
    "cz_rodne_cislo",
    "rodné číslo",
    "710319/2745|780123/3540",
    "7103192745|401214/123",
    "710319/2746|711319/2745|710332/2745|590312/123",
  ],
  [
    "ro_cnp",
    "CNP",
    "",
    "1630615123457|1800101221144",
    "1630615123458|1632215123457|0800101221142|1630615993457|1630615603457",
  ],
  ["bg_egn", "ЕГН", "", "7523169263|8032056031|7542011030", "7523169264|8019010008|7532169263"],
  [
    "ee_lt_personal_code",
    "isikukood",
    "",
    "36805280109|37605030299|38703181745",
    "38703181746|36813280109|06805280109|96805280109",
  ],
  [
    "lv_personas_kods",
    "personas kods",
    "161175-19997",
    "16117519997",
    "161375-19997|161175-19998|161175-39997|410175-19997",
  ],
  ["hu_taj", "TAJ", "", "111 111 110|123456788|123-456-788", "123 456 789|111111111|123456798"],
  ["hu_tax_id", "adóazonosító jel", "", "8071592153", "8071592154|9071592153|8071592513"],
  ["gr_amka", "AMKA", "", "01013099997|010130-99997", "01013099999|01133099997|01013099979"],
  ["jmbg", "EMŠO", "", "0101006500006", "0101006500007|0113006500006|0101506500006"],
  ["hr_oib", "OIB", "", "33392005961|94577403194", "33392005962|33392005916|333920059610"],
  [
    "tr_kimlik",
    "TC Kimlik No",
    "",
    "17291716060|10000000146|76543210794",
    "17291716050|17291716061|07291716067|17291716006",
  ],
  ["ru_snils", "СНИЛС", "112-233-445 95|112-233-445-95", "11223344595", "112-233-445 96|11223344559"],
  ["ru_inn", "ИНН", "", "500100732259", "500100732258|500100732239|500100732295"],
  ["ua_rnokpp", "РНОКПП", "", "1759013776", "1759013770|1759013767"],
  [
    "ca_sin",
    "SIN",
    "",
    "046 454 286|130692544|123-456-782|046.454.286",
    "046 454 287|046 454 268|823 456 780|000 000 000",
  ],
  ["au_tfn", "tax file number", "", "123 456 782|876543210|123-456-782", "123 456 783|999 999 999|123 456 728"],
  ["au_medicare", "Medicare", "", "2123 45670 1|2123456701", "2123 45671 1|7123456706|2123456700|2123546701"],
  ["au_abn", "ABN", "", "51 824 753 556|83914571673", "51 824 753 557|51824753565|01824753556"],
  [
    "br_cpf",
    "CPF",
    "390.533.447-05|529.982.247-25|123.456.789-09",
    "39053344705|529982247-25",
    "231.002.999-00|529.982.247-26|529.982.247-15|111.111.111-11|529.982.247-250",
  ],
  [
    "br_cnpj",
    "CNPJ",
    "16.727.230/0001-97|11.222.333/0001-81",
    "11222333000181",
    "16.727.230/0001-98|11.222.333/0001-71|11.111.111/1111-11",
  ],
  [
    "mx_curp",
    "CURP",
    "BOXW310820HNERXN09|boxw310820hnerxn09",
    "",
    "BOXW310820HNERXN08|BOXW313820HNERXN09|BOXW310820ANERXN09",
  ],
  ["mx_rfc", "RFC", "GODE561231GR8", "gode561231gr8", "GODE561231GR9|GODE561331GR8"],
  [
    "cl_rut",
    "RUT",
    "12.345.678-5|76.086.428-5|9.876.543-3",
    "12345678-5|12531909-2|9876543-3",
    "12.345.678-4|12.345.687-5|12531909-3|12.345.678-K",
  ],
  ["ar_cuit", "CUIT", "20-05536168-2|20-26756539-3", "20267565393", "20-05536168-3|21-05536168-8|20-05536186-2"],
  ["ec_cedula", "cédula", "", "1714307103|171430710-3", "1714307104|2514307103|1784307103|0014307105"],
  [
    "kr_rrn",
    "주민등록번호",
    "820701-2409181|900101-1234568|850312-5123459",
    "971013-9019902|8207012409181|201105-3123456",
    "971013-9019903|820701-2409182|821301-2409181|200230-3123456|850312-5123457",
  ],
  [
    "cn_resident_id",
    "身份证",
    "11010519491231002X|360426199101010071|11010519491231002x",
    "",
    "360426199101010072|110105194912310021|11010519491331002X|160426199101010079|11010518491231002X|1101051949123100210",
  ],
  ["tw_id", "Taiwan ID", "", "A123456789|a123456789", "A123456788|A323456780|A1234567890"],
  [
    "sg_nric",
    "NRIC",
    "S1234567D|T1234567J|F1234567N|G1234567X|M1234567K",
    "s1234567d",
    "S1234567E|T1234567D|F1234567D|G1234567N|M1234567L|A1234567D|S12345678D",
  ],
  [
    "hk_id",
    "HKID",
    "A123456(3)|G123456(A)|L555555(0)|AB987654(3)",
    "A1234563|C1234569|AB9876543",
    "A123456(4)|A123456(A)|G123456(3)|AB987654(4)|A123456(3",
  ],
  [
    "th_id",
    "เลขบัตรประชาชน",
    "1-2345-45678-78-1|1 2345 45678 78 1",
    "1234545678781|3100600445635",
    "1234545678782|0234545678783|1-2345-45679-78-1",
  ],
  [
    "in_aadhaar",
    "Aadhaar",
    "",
    "2341 2341 2346|234123412346|2341-2341-2346",
    "2341 2341 2347|2341 2341 2364|123412341234|222222222222",
  ],
  ["in_pan", "PAN", "ACUPA7085R|ABCPE1234F", "acupa7085r", "ACUZA7085R|ACUPA70855|ACUPA7085RR|ABCDE1234F"],
  ["jp_my_number", "My Number", "", "621498320257|6214 9832 0257", "621498320258|621498320275|111111111111"],
  ["my_mykad", "MyKad", "", "770305-02-1234|770305021234", "771305-02-1234|770305-00-1234|770305-17-1234"],
  [
    "za_id",
    "South African ID",
    "",
    "7503305044089|8001015009087",
    "8503305044089|7513305044083|7503305044098|7503305044386",
  ],
  ["ng_nin", "NIN", "", "63184744435", "63184744436|11111111111"],
  ["il_teudat_zehut", "Teudat Zehut", "", "039337423|03933742-3", "039337422|039337432|000000000"],
];

const split = (list: string): readonly string[] => list.split("|").filter((id) => id !== "");

describe.each(ROWS)("%s", (kind, word, alone, told, misses) => {
  it.each(split(alone))("finds %s without a word near it", (id) => {
    expect(find(`saw ${id} today`)).toEqual([`national_id.${kind}=${id}`]);
  });

  it.each(split(`${alone}|${told}`))("finds %s behind its word", (id) => {
    for (const text of [`${word} ${id}`, `the ${word}: ${id}.`, `(${word} = "${id}")`]) {
      expect(find(text)).toEqual([`national_id.${kind}=${id}`]);
    }
  });

  it.each(split(told))("leaves %s without a word", (id) => {
    expect(find(`saw ${id} today`).filter((found) => found.startsWith(`national_id.${kind}=`))).toEqual([]);
  });

  it.each(split(misses))("leaves %s, though the word stands before it", (id) => {
    expect(find(`${word} ${id} given`)).toEqual([]);
  });
});

describe("words near a number", () => {
  it.each([
    ["a key of any case style", "nhsNumber=9434765919"],
    ["a key in JSON", '{"nhs_number":"9434765919"}'],
    ["an acronym in a camel-case key", "patientNHSNumber: 9434765919"],
    ["a key that says only value", '{"system":"https://id.example/nhs-number","value":"9434765919"}'],
    ["XML", "<nhs>9434765919</nhs>"],
    ["a query", "/find?nhs=9434765919&page=2"],
    ["an underscore", "nhs_9434765919"],
    ["a hyphen", "nhs-9434765919"],
    ["a line break between", "NHS number:\n  9434765919"],
    ["a list of arguments", 'find("nhs", "9434765919")'],
    ["the word behind, in parentheses", "9434765919 (NHS)"],
    ["the word behind, in a sentence", "9434765919 is an NHS number"],
    ["an accent left out", "NUMERO NHS 9434765919"],
  ])("finds it by %s", (_, text) => {
    expect(find(text)).toEqual(["national_id.gb_nhs=9434765919"]);
  });

  it.each([
    ["another value's key", "nhs=null order=9434765919"],
    ["another element of an object", '{"nhs":null,"order":"9434765919"}'],
    ["the next value's key", "9434765919 nhs=none"],
    ["the next value's word", "id 9434765919 nhs 12"],
    ["a number that stands between", "nhs 1234567890 then 9434765919"],
    ["a word that holds the word", "nhsx 9434765919"],
    ["a word too far away", `nhs ${"- ".repeat(40)}9434765919`],
  ])("does not take %s for it", (_, text) => {
    expect(find(text)).toEqual([]);
  });

  it("tells two states' numbers of one form apart", () => {
    expect(find("bsn 123456782, sin 123456782")).toEqual([
      "national_id.nl_bsn=123456782",
      "national_id.ca_sin=123456782",
    ]);
    expect(find("NIF 123456789; SSN 123456789")).toEqual([
      "national_id.pt_nif=123456789",
      "national_id.us_ssn=123456789",
    ]);
  });

  it("knows what any state's number is called, where the number itself says much", () => {
    expect(find("national id 44051401359")).toEqual(["national_id.pl_pesel=44051401359"]);
    expect(find("personal identity number: 1630615123457")).toEqual(["national_id.ro_cnp=1630615123457"]);
    expect(find("national id 33392005961")).toEqual([]);
  });
});

describe("what stands about a number", () => {
  it.each([
    "SSN: 123-45-6789, born 1980-01-02",
    "123-45-6789 5 times",
    "3 123-45-6789",
    "/users/123-45-6789/profile",
    "7,123-45-6789,1980-01-02",
    "call 123-45-6789.",
    "file 123-45-6789.pdf",
    "ssn_123-45-6789_old",
    "'123-45-6789'",
    "_123-45-6789_",
    "[123-45-6789]",
  ])("finds the number in %s", (text) => {
    expect(find(text)).toEqual(["national_id.us_ssn=123-45-6789"]);
  });

  it.each([
    "ORD-123-45-6789",
    "id_123-45-6789",
    "5-123-45-6789",
    "123-45-6789-0",
    "123-45-6789-x",
    "123.123-45-6789",
    "+123-45-6789",
    "a123-45-6789",
    "123-45-6789b",
    "order 123-45-6789",
    "SKU: 123-45-6789",
    "invoice no 123-45-6789",
    "part AB123456C",
  ])("leaves %s", (text) => {
    expect(find(text)).toEqual([]);
  });

  it.each(["2026-11-25 ⟦1 85 05 78 006 084 91⟧ 2026-11-26", "row 12 ⟦1 85 05 78 006 084 91⟧ 10.50"])(
    "finds a long number among others in %s",
    (marked) => {
      const [, id] = marked.split(/[⟦⟧]/u);
      expect(find(marked.replaceAll(/[⟦⟧]/gu, ""))).toEqual([`national_id.fr_nir=${id}`]);
    },
  );

  it("takes typographic hyphens and spaces for plain ones", () => {
    expect(find("saw 123\u201145\u20116789")).toEqual(["national_id.us_ssn=123\u201145\u20116789"]);
    expect(find("saw 943\u00a0476\u00a05919")).toEqual(["national_id.gb_nhs=943\u00a0476\u00a05919"]);
  });

  it.each([
    "2026-11-25 04:51:48.123 took 17 ms",
    "1764046308123 1764046308 1801010304056",
    "20261125T101112Z 20261125-A 20261125-0042 241125-1234 20261125101112",
    "order 44051401359 and 9434765919 and 123456782",
    "Chrome/126.0.0.0 1.2.3.4 10.20.30.40:8080",
    "[PSYoungGen: 14336009K->9830400K(14680064K)]",
    "7f3a9c12-1234-4abc-8def-123456789012 deadbeef12345678",
    "941 222 3334 8 columns 943 476 5919 212",
    "0.184127645108946 12.345.678",
    "ISBN 978-3-16-148410-0 EAN 4006381333931",
    "ERROR1234X CAFED0000B FACEB1234C",
  ])("leaves an ordinary line: %s", (text) => {
    expect(find(text)).toEqual([]);
  });
});

describe("the kind of a finding", () => {
  const [found] = kindsIn("codice fiscale rssmra85t10a562s");

  it("keeps four characters in part, which no detector finds again", () => {
    expect(found?.partial?.("943 476 5919")).toBe("****5919");
    expect(found?.partial?.("rssmra85t10a562s")).toBe("****562S");
    expect(find(`nhs ${found?.partial?.("943 476 5919") ?? ""}`)).toEqual([]);
  });

  it("is one canonical value in two spellings", () => {
    expect(found?.canonical("ab 12 34 56 c")).toBe(found?.canonical("AB123456C"));
    expect(found?.canonical("756.9217.0769.85")).toBe("7569217076985");
  });

  it("is masked under the name of the detector", () => {
    expect(found?.mask).toBe("[REDACTED:national_id]");
    expect(find(`ssn=${found?.mask ?? ""}`)).toEqual([]);
  });
});

function kindsIn(text: string): readonly Kind[] {
  const program = compile([nationalIdDetector]);
  const scan = new TextScan(program);
  scanText(scan, program, text);
  return scan.kinds;
}
