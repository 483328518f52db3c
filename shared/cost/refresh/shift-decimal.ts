const digits = 12;
const scale = 10n ** BigInt(digits);

/** @returns decimal text x 10^by, without zeros at its end; `"0"` for what is no number */
export const shiftDecimal = (text: string, by: number): string => textOf(scaledOf(text) * 10n ** BigInt(by));

export const addDecimals = (a: string, b: string): string => textOf(scaledOf(a) + scaledOf(b));

/** @param divisor whole, > 0; the quotient is rounded half up to twelve digits */
export const divideDecimal = (text: string, divisor: number): string =>
  textOf((scaledOf(text) + BigInt(divisor) / 2n) / BigInt(divisor));

/** More than twelve digits behind the point are cut: AWS writes ten. */
const scaledOf = (text: string): bigint => {
  const [, whole, fraction = ""] = /^(\d+)(?:\.(\d*))?$/.exec(text.trim()) ?? [];
  if (whole === undefined) return 0n;
  return BigInt(whole) * scale + BigInt(fraction.slice(0, digits).padEnd(digits, "0"));
};

const textOf = (scaled: bigint): string => {
  const fraction = (scaled % scale).toString().padStart(digits, "0").replace(/0+$/, "");
  return `${scaled / scale}${fraction === "" ? "" : `.${fraction}`}`;
};
