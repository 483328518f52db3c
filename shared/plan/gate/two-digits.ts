/**
 * Rounds down to two significant digits: a figure that is written somewhere shouldn't change with each reading.
 *
 * @param value >= 0
 * @returns at most `value`, and more than nine tenths of it
 */
export const downToTwoDigits = (value: number): number => {
  if (!(value > 0)) return 0;
  // Through text, because 10 ** -2 is no exact number and its multiples are not either.
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  return Number(`${digits.replace(".", "").padEnd(2, "0").slice(0, 2)}e${Number(exponent) - 1}`);
};
