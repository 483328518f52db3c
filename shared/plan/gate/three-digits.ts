/**
 * Rounds down to three significant digits: no more of a rate is known, and by less than a hundredth a gate stays wide
 * enough for what stands behind it.
 *
 * @param value >= 0
 * @returns at most `value`, and more than 99 hundredths of it
 */
export const downToThreeDigits = (value: number): number => {
  if (!(value > 0)) return 0;
  // Through text, because 10 ** -2 is no exact number and its multiples are not either.
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  return Number(`${digits.replace(".", "").padEnd(3, "0").slice(0, 3)}e${Number(exponent) - 2}`);
};
