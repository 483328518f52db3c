/** Whole millionths of a dollar: sums of them are exact up to nine billion dollars. */
export type Microdollars = number;

/** A price as it is published: `0.0000133334`. Kept as text, so that no digit is lost on the way to the multiplication. */
export type DecimalDollars = string;

/** AWS's own month, and the month of everything here. */
export const hoursPerMonth = 730;

const priceDigits = 12;
const quantityDigits = 6;
const decimal = /^\d{1,9}(\.\d{1,12})?$/;

/** @returns whether `parsePrice` takes it: up to nine digits before the point and twelve behind it, not negative */
export const isDecimalDollars = (text: string): boolean => decimal.test(text);

/**
 * What a quantity costs at a unit price: one multiplication in whole numbers, rounded once, half up.
 *
 * @param quantity >= 0; more than six decimals are rounded
 * @returns whole millionths of a dollar
 * @throws RangeError for a price or a quantity that is none, or a product above what a sum can hold
 */
export const amountOf = (unitDollars: DecimalDollars, quantity: number): Microdollars => {
  if (!isDecimalDollars(unitDollars)) throw new RangeError(`${unitDollars} is no price in dollars`);
  const scaled = Math.round(quantity * 10 ** quantityDigits);
  if (!(quantity >= 0) || !Number.isSafeInteger(scaled)) throw new RangeError(`${quantity} is no quantity`);
  const divisor = 10n ** BigInt(priceDigits + quantityDigits - 6);
  const amount = Number((scaledPrice(unitDollars) * BigInt(scaled) + divisor / 2n) / divisor);
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${quantity} x ${unitDollars} dollars is out of range`);
  return amount;
};

const scaledPrice = (unitDollars: DecimalDollars): bigint => {
  const [whole = "0", fraction = ""] = unitDollars.split(".");
  return BigInt(whole + fraction.padEnd(priceDigits, "0"));
};

/** @throws RangeError when the sum is no longer exact */
export const sumOf = (amounts: readonly Microdollars[]): Microdollars => {
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  if (!Number.isSafeInteger(sum)) throw new RangeError("the sum is out of range");
  return sum;
};

/**
 * `1,241.09`: rounded half up, away from zero.
 *
 * @param digits behind the point, 0..6
 */
export const dollarsText = (amount: Microdollars, digits = 2): string => {
  const step = 10 ** (6 - digits);
  const rounded = Math.floor((Math.abs(amount) + step / 2) / step);
  const whole = Math.floor(rounded / 10 ** digits).toString();
  const fraction = digits === 0 ? "" : `.${(rounded % 10 ** digits).toString().padStart(digits, "0")}`;
  const sign = amount < 0 && rounded > 0 ? "-" : "";
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${fraction}`;
};
