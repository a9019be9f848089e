/** What stands behind the check digits, in the registry's notation: `n` digits, `a` letters, `c` either. */
export const ACCOUNT_STRUCTURES: Readonly<Record<string, string>> = {
  "1a10n12c": "IT SM",
  "1a23n": "CI",
  "2a12n": "FK",
  "2a19n": "GW",
  "2a22n": "NE SN TG",
  "2c16n": "GE",
  "2c18c": "MD",
  "2c22n": "BF BJ ML",
  "2n18c": "SA",
  "3n10c2n": "MK",
  "3n13c": "KZ LU",
  "3n16c": "OM",
  "3n16n": "AE",
  "4a4n16c": "BY",
  "4a4n18c": "JO YE",
  "4a5n18c": "MT",
  "4a6n8c": "BG",
  "4a10n": "NL",
  "4a13c": "LV",
  "4a14c": "BH",
  "4a14n": "GB",
  "4a15c": "GI",
  "4a15n": "IQ",
  "4a16c": "RO",
  "4a19n3a": "MU",
  "4a20c": "AZ",
  "4a20n": "DO HN NI SV",
  "4a20n3a": "SC",
  "4a21c": "QA",
  "4a22c": "KW",
  "4a24c": "LC",
  "4c14n": "IE",
  "4c16n": "PK VG",
  "4c21n": "PS",
  "4n20c": "LB",
  "5n12c": "CH LI",
  "5n17c": "TR",
  "6n19c": "UA",
  "7n16c": "GR",
  "8n12c": "AD",
  "8n16c": "AL CY",
  "10n11c2n": "BL FR GF GP MC MF MQ NC PF PM RE TF WF YT",
  "11n": "NO",
  "12n": "BE",
  "14n": "AX DK FI FO GL SD",
  "14n15c": "RU",
  "15n": "SI",
  "16n": "AT BA EE LT MN XK",
  "17n": "HR",
  "18n": "CR DE ME RS VA",
  "19n": "IL SO TL",
  "20n": "CZ ES SE SK TN",
  "21n": "AO CV LY MZ PT ST",
  "22n": "DZ IR IS",
  "23n": "BI CF CG CM DJ GA GQ KM MG MR TD",
  "23n1a1c": "BR",
  "24c": "GT",
  "24n": "HU MA PL",
  "25n": "EG",
};

export const DIGITS = 1;
export const LETTERS = 2;

/** Which characters may stand at each place of a country's account number; its length is the length of the list. */
export type Places = Uint8Array;

const CLASSES: Readonly<Record<string, number>> = { n: DIGITS, a: LETTERS, c: DIGITS | LETTERS };

const placesOf = (structure: string): Places =>
  Uint8Array.from(
    [...structure.matchAll(/(\d+)([nac])/gu)].flatMap(([, count, kind = ""]) =>
      Array.from({ length: Number(count) }, () => CLASSES[kind] ?? 0),
    ),
  );

export const countryIndex = (first: number, second: number): number => ((first & 31) << 5) | (second & 31);

/** By {@link countryIndex} of its two letters, in either case. */
export const ACCOUNTS: readonly (Places | undefined)[] = (() => {
  const table: (Places | undefined)[] = Array.from({ length: 1024 }, () => undefined);
  for (const [structure, countries] of Object.entries(ACCOUNT_STRUCTURES)) {
    const places = placesOf(structure);
    for (const country of countries.split(" ")) {
      table[countryIndex(country.charCodeAt(0), country.charCodeAt(1))] = places;
    }
  }
  return table;
})();
