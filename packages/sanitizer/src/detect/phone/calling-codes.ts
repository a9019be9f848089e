/**
 * How many digits follow a country calling code (ITU-T E.164), for fixed and mobile numbers: lengths on the left, codes on the
 * right. From the metadata of Google's libphonenumber; lengths that only short codes have are left out.
 */
const NATIONAL_LENGTHS: Readonly<Record<string, string>> = {
  "5": "247 290 500 682",
  "5 6 7": "688 690",
  "5 7": "676 677 678",
  "6": "298 299 672 681 687",
  "6 7": "597",
  "6 7 8 9 10 11": "49",
  "6 9": "376 508",
  "7": "238 239 246 248 269 291 297 501 592 673 674 679 680 683 691 692 960",
  "7 8": "230 241 267 372 507 599 670 675 961 975",
  "7 8 9": "46 231 252 254 359 595 967",
  "7 8 9 10": "95 243 358 880",
  "7 8 9 10 11": "352",
  "7 8 9 10 11 12": "381 882",
  "8 9 10 11": "39",
  "8 9 10 11 12": "62 883",
  "7 8 9 10 11 12 13": "43",
  "7 8 10": "53",
  "7 9": "48 220 265 354 421 423",
  "7 10": "685",
  "8": "45 47 65 216 222 223 226 227 228 232 235 236 253 257 266 268 350 356 357 370 371 373 374 382 383 386 389 502 503 504 505 506 509 591 598 686 689 800 808 852 853 965 968 973 974 993",
  "8 9": "32 36 51 66 213 224 250 258 264 353 355 377 385 387 593 855 886 962 963 970 971",
  "8 9 10": "20 60 63 64 82 856 964 976",
  "8 9 11 12": "972",
  "8 10": "57 378 850 977",
  "9": "27 31 33 34 40 41 56 61 93 94 211 212 218 221 233 237 240 242 244 245 249 251 255 256 260 261 262 263 351 375 380 420 590 594 596 966 979 992 994 995 996 998",
  "9 10": "44 81 84 92 881",
  "9 12": "870",
  "10": "1 7 30 52 58 90 91 98 225 229 234",
  "10 11": "54 55 86",
  "11": "888",
  "12": "878",
};

/** By calling code: bit n is set where n digits may follow; 0 for a code that nobody has. */
const lengthBits = new Uint16Array(1000);
for (const [lengths, codes] of Object.entries(NATIONAL_LENGTHS)) {
  const bits = lengths.split(" ").reduce((all, length) => all | (1 << Number(length)), 0);
  for (const code of codes.split(" ")) lengthBits[Number(code)] = bits;
}

const ITALY = 39;
/** Digits of the longest calling code. */
const LONGEST_CODE = 3;

/** Digits of the calling code that `digits` begin with at `from`; 0 if it is none. No code begins with another. */
export function callingCodeLength(digits: ArrayLike<number>, from: number): number {
  let code = 0;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    const digit = digits[from + length - 1] as number;
    code = code * 10 + digit;
    if (code === 0) return 0;
    if (lengthBits[code] !== 0) return length;
  }
  return 0;
}

/**
 * Whether the digits `[from, to)` are a calling code and as many digits as its countries use. A trunk 0 behind the code, which
 * people leave in (`+49 030 …`), does not count; in Italy it belongs to the number.
 */
export function isInternational(digits: ArrayLike<number>, from: number, to: number): boolean {
  const length = callingCodeLength(digits, from);
  if (length === 0) return false;
  let code = 0;
  for (let i = from; i < from + length; i++) code = code * 10 + (digits[i] as number);
  const bits = lengthBits[code] as number;
  const national = to - from - length;
  if (national < 5 || national > 15) return false;
  if (code === 1) return national === 10 ? (digits[from + 1] as number) > 0 : isFictional(digits, from + 1, national);
  const trunk = digits[from + length] === 0 && code !== ITALY;
  return ((bits >> national) & 1) === 1 || (trunk && ((bits >> (national - 1)) & 1) === 1);
}

/** `+1 555 0123`: without an area code, as examples and tests have it. */
const isFictional = (digits: ArrayLike<number>, from: number, count: number): boolean =>
  count === 7 && digits[from] === 5 && digits[from + 1] === 5 && digits[from + 2] === 5;
