/** ISO/IEC 7812-1, annex B: every second digit from the right doubled, the sum of all digits divisible by ten. */
export function passesLuhn(digits: ArrayLike<number>, count: number): boolean {
  let sum = 0;
  let doubled = false;
  for (let i = count - 1; i >= 0; i--) {
    let digit = digits[i] as number;
    if (doubled) {
      digit *= 2;
      if (digit > 9) digit -= 9;
    }
    sum += digit;
    doubled = !doubled;
  }
  return sum % 10 === 0;
}
