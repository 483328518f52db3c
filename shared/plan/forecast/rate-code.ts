/** Two characters say one rate: 4,096 steps of half a percent, from 0.01 to some seven million a second. */
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const stepRatio = 1.005;
const smallest = 0.01;
const largestCode = alphabet.length * alphabet.length - 1;

export const rateCodeLength = 2;

/** Not read: that is not 0. */
export const unknownRate = "..";

/**
 * Rounds down: what is kept is asked for, and a rate that never came is not.
 *
 * @param perSecond a finite rate >= 0; one below 0.01 becomes 0
 */
export const rateCodeOf = (perSecond: number): string => {
  const code = perSecond < smallest ? 0 : 1 + Math.floor(Math.log(perSecond / smallest) / Math.log(stepRatio));
  const whole = Math.min(code, largestCode);
  return alphabet.charAt(Math.floor(whole / alphabet.length)) + alphabet.charAt(whole % alphabet.length);
};

/** @returns requests per second, at most half a percent less than it was; `null`: unknown, or nothing of ours */
export const rateOfCode = (code: string): number | null => {
  const high = alphabet.indexOf(code.charAt(0));
  const low = alphabet.indexOf(code.charAt(1));
  if (code.length !== rateCodeLength || high < 0 || low < 0) return null;
  const whole = high * alphabet.length + low;
  return whole === 0 ? 0 : smallest * stepRatio ** (whole - 1);
};
