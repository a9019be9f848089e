/** Digits of a number, rounded half to even as Go does it; the number is 0.d1d2d3… × 10^point. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/** As many as `toExponential` gives: more than it takes to tell a half from what is nearly one. */
const EXACT_DIGITS = 100;

function exactDecimal(value: number): Decimal {
  if (Math.abs(value) >= Number.MAX_SAFE_INTEGER) {
    const digits = BigInt(Math.abs(value)).toString();
    return { digits, point: digits.length };
  }
  const [mantissa = "0", exponent = "0"] = Math.abs(value).toExponential(EXACT_DIGITS).split("e");
  return { digits: mantissa.replace(".", ""), point: Number(exponent) + 1 };
}

/** To `count` digits, or one more where it rounds up to the next power. */
function roundTo({ digits, point }: Decimal, count: number): Decimal {
  if (count >= digits.length) return { digits, point };
  const kept = digits.slice(0, count);
  if (!roundsUp(digits, count)) return { digits: kept, point };
  const raised = (BigInt(`0${kept}`) + 1n).toString().padStart(count, "0");
  return { digits: raised, point: point + (raised.length - count) };
}

function roundsUp(digits: string, count: number): boolean {
  const next = digits.charAt(count);
  if (next !== "5") return next > "5";
  if (/[1-9]/.test(digits.slice(count + 1))) return true;
  return Number(digits.charAt(count - 1)) % 2 === 1;
}

function special(value: number): string | undefined {
  if (Number.isNaN(value)) return "NaN";
  if (Number.isFinite(value)) return undefined;
  return value > 0 ? "+Inf" : "-Inf";
}

function signOf(value: number): string {
  return value < 0 || Object.is(value, -0) ? "-" : "";
}

/** `%.nf`. */
export function formatFixed(value: number, places: number): string {
  const named = special(value);
  if (named !== undefined) return named;
  const exact = exactDecimal(value);
  const { digits, point } = roundTo(exact, Math.max(exact.point + places, 0));
  const padded = digits.padEnd(point + places, "0");
  const whole = point > 0 ? padded.slice(0, point) : "0";
  const fraction = point > 0 ? padded.slice(point) : "0".repeat(-point) + padded;
  return signOf(value) + whole + (places > 0 ? `.${fraction.padEnd(places, "0").slice(0, places)}` : "");
}

/** `%.ne`. */
export function formatExponent(value: number, places: number): string {
  return special(value) ?? signOf(value) + exponential(roundTo(exactDecimal(value), places + 1), places + 1);
}

function exponential({ digits, point }: Decimal, count: number): string {
  const mantissa = digits.padEnd(count, "0").slice(0, count);
  const exponent = /[1-9]/.test(digits) ? point - 1 : 0;
  const power = String(Math.abs(exponent)).padStart(2, "0");
  const rest = mantissa.slice(1);
  return `${mantissa.charAt(0)}${rest === "" ? "" : `.${rest}`}e${exponent < 0 ? "-" : "+"}${power}`;
}

/** Go's `%v` has an exponent from here on: 1234567 is `1.234567e+06`. */
const SHORTEST_THRESHOLD = 6;

/** `%.ng`; without a precision `%v`: as few digits as tell the number from all others. */
export function formatGeneral(value: number, precision?: number): string {
  const named = special(value);
  if (named !== undefined) return named;
  if (value === 0) return `${signOf(value)}0`;
  const decimal = precision === undefined ? shortest(value) : roundTo(exactDecimal(value), Math.max(precision, 1));
  const digits = decimal.digits.replace(/0+$/, "");
  const threshold = precision === undefined ? SHORTEST_THRESHOLD : Math.max(precision, 1);
  const exponent = decimal.point - 1;
  if (exponent < -4 || exponent >= threshold) {
    return signOf(value) + exponential({ digits, point: decimal.point }, digits.length);
  }
  return signOf(value) + plain({ digits, point: decimal.point });
}

function shortest(value: number): Decimal {
  const [mantissa = "0", exponent = "0"] = Math.abs(value).toExponential().split("e");
  return { digits: mantissa.replace(".", ""), point: Number(exponent) + 1 };
}

function plain({ digits, point }: Decimal): string {
  if (point <= 0) return `0.${"0".repeat(-point)}${digits}`;
  const padded = digits.padEnd(point, "0");
  return padded.length > point ? `${padded.slice(0, point)}.${padded.slice(point)}` : padded;
}
