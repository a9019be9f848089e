/**
 * Check digits written down from their published definitions, apart from the code under test, so that a mistake there
 * cannot hide in the cases that judge it.
 */
const numbers = (text: string): number[] => Array.from(text, Number);
const weighted = (text: string, weights: readonly number[]): number =>
  numbers(text).reduce((sum, digit, i) => sum + digit * (weights[i] ?? 0), 0);
/** Remainder of a number of any length. */
const remainder = (digits: string, by: bigint): number => Number(BigInt(digits) % by);

/** ISO/IEC 7812-1: the digit that makes the sum, with every second digit from the right doubled, a multiple of ten. */
export function luhn(body: string): string {
  const sum = numbers(body)
    .toReversed()
    .reduce((total, digit, i) => total + (i % 2 === 0 ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit), 0);
  return body + String((10 - (sum % 10)) % 10);
}

/** ISO 13616: letters as 10–35, country and check digits moved to the end, remainder 1 on division by 97. */
export function iban(country: string, bban: string): string {
  const expanded = Array.from(`${bban}${country}00`, (c) => String(Number.parseInt(c, 36))).join("");
  return `${country}${String(98 - remainder(expanded, 97n)).padStart(2, "0")}${bban}`;
}

/** Verhoeff's dihedral check, by multiplication in D5 instead of tables. */
export function verhoeff(body: string): string {
  const multiply = (a: number, b: number): number => {
    if (a < 5) return b < 5 ? (a + b) % 5 : 5 + ((a + b - 5) % 5);
    return b < 5 ? 5 + ((a - 5 - b + 5) % 5) : (a - b + 5) % 5;
  };
  const step = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
  const permute = (digit: number, times: number): number =>
    times === 0 ? digit : permute(step[digit] ?? 0, times - 1);
  const sum = numbers(body)
    .toReversed()
    .reduce((c, digit, i) => multiply(c, permute(digit, (i + 1) % 8)), 0);
  const inverse = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].find((candidate) => multiply(sum, candidate) === 0) ?? 0;
  return body + String(inverse);
}

/** ISO 7064 mod 11,10: German tax id, Croatian OIB. */
export function mod1110(body: string): string {
  const product = numbers(body).reduce((p, digit) => (((digit + p) % 10 || 10) * 2) % 11, 10);
  return body + String((11 - product) % 10);
}

export const pesel = (body: string): string =>
  body + String((10 - (weighted(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10);

/** Eleven test; undefined where no digit makes it hold. */
export function bsn(body: string): string | undefined {
  const digit = weighted(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return digit === 10 ? undefined : body + String(digit);
}

export function nhs(body: string): string | undefined {
  const digit = 11 - (weighted(body, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  if (digit === 10) return undefined;
  return body + String(digit === 11 ? 0 : digit);
}

/** French NIR: thirteen digits and 97 minus their remainder. */
export const nir = (body: string): string => body + String(97 - remainder(body, 97n)).padStart(2, "0");

const NIF_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
export const dni = (digits: string): string => digits + (NIF_LETTERS[Number(digits) % 23] ?? "");
export const nie = (letter: "X" | "Y" | "Z", digits: string): string =>
  letter + digits + (NIF_LETTERS[Number(`${String("XYZ".indexOf(letter))}${digits}`) % 23] ?? "");

/** Brazil: two digits, weights falling to 2. */
export function cpf(body: string): string {
  const check = (text: string): number => {
    const sum = numbers(text).reduce((total, digit, i) => total + digit * (text.length + 1 - i), 0);
    return ((sum * 10) % 11) % 10;
  };
  const first = body + String(check(body));
  return first + String(check(first));
}

/** Finland: DDMMYY, century sign, three digits and a letter by remainder of 31. */
export const hetu = (date: string, century: string, individual: string): string =>
  `${date}${century}${individual}${"0123456789ABCDEFHJKLMNPRSTUVWXY"[Number(date + individual) % 31] ?? ""}`;

/** Italy: values of characters in odd places as in the decree of 23 December 1976. */
export function codiceFiscale(body: string): string {
  const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
  const sum = Array.from(body).reduce((total, character, i) => {
    const value = /\d/u.test(character) ? Number(character) : character.charCodeAt(0) - 65;
    return total + (i % 2 === 0 ? (odd[value] ?? 0) : value);
  }, 0);
  return body + String.fromCharCode(65 + (sum % 26));
}

/** South Korea, for numbers given out before October 2020. */
export const rrn = (body: string): string =>
  body + String((11 - (weighted(body, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10);

/** Australia: the ninth digit that makes the weighted sum a multiple of 11; undefined where there is none. */
export function tfn(body: string): string | undefined {
  for (let digit = 0; digit < 10; digit++) {
    if (weighted(body + String(digit), [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0) return body + String(digit);
  }
  return undefined;
}

/** Turkey: tenth and eleventh digit. */
export function tckn(body: string): string {
  const d = numbers(body);
  const odd = (d[0] ?? 0) + (d[2] ?? 0) + (d[4] ?? 0) + (d[6] ?? 0) + (d[8] ?? 0);
  const even = (d[1] ?? 0) + (d[3] ?? 0) + (d[5] ?? 0) + (d[7] ?? 0);
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  return body + String(tenth) + String((odd + even + tenth) % 10);
}

/** Belgium: nine digits and 97 minus their remainder; from 2000 on a 2 is put before them. */
export const nrn = (body: string, since2000: boolean): string =>
  body + String(97 - remainder((since2000 ? "2" : "") + body, 97n)).padStart(2, "0");

/** China, GB 11643: ISO 7064 mod 11-2. */
export function chineseId(body: string): string {
  const sum = weighted(body, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
  return body + ("10X98765432"[sum % 11] ?? "");
}

/** Norway: two digits mod 11; undefined where either would be 10. */
export function norwegianId(body: string): string | undefined {
  const digitOf = (sum: number): number => (11 - (sum % 11)) % 11;
  const first = digitOf(weighted(body, [3, 7, 6, 1, 8, 9, 4, 5, 2]));
  if (first === 10) return undefined;
  const second = digitOf(weighted(body + String(first), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]));
  return second === 10 ? undefined : body + String(first) + String(second);
}

export function romanianCnp(body: string): string {
  const rest = weighted(body, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return body + String(rest === 10 ? 1 : rest);
}

/** CRC-32 of the body in base 62, six characters, as GitHub's and npm's tokens end. */
export function withCrc32(prefix: string, body: string): string {
  let crc = 0xffffffff;
  for (const character of body) {
    crc ^= character.charCodeAt(0);
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  let rest = (crc ^ 0xffffffff) >>> 0;
  let out = "";
  while (rest > 0) {
    out = (alphabet[rest % 62] ?? "") + out;
    rest = Math.floor(rest / 62);
  }
  return prefix + body + out.padStart(6, "0");
}

/** The same number with the last digit or letter one on: every check above then fails. */
export function oneOff(value: string): string {
  const last = value.at(-1) ?? "";
  const next = /\d/u.test(last)
    ? String((Number(last) + 1) % 10)
    : last === "Z"
      ? "A"
      : String.fromCharCode(last.charCodeAt(0) + 1);
  return value.slice(0, -1) + next;
}
