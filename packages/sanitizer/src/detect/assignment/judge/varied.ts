import { codeAt, isDigit, isLetter, isUpper } from "../../scan/characters.ts";

/** Letters of both cases, two digits, and more behind them: `Xk91zQ`, but not `OAuth2` or `Q4Plan2026`. */
export function isVaried(text: string, start: number, end: number): boolean {
  let upper = 0;
  let lower = 0;
  let digits = 0;
  for (let i = start; i < end; i++) {
    const code = codeAt(text, i);
    if (isDigit(code)) digits++;
    else if (isUpper(code)) upper++;
    else if (isLetter(code)) lower++;
  }
  return upper > 0 && lower > 0 && digits > 1 && !isDigit(codeAt(text, end - 1));
}
