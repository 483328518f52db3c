export type RenderedDigest = {
  /** What the day was like: the first line of the text. */
  readonly headline: string;
  /** What is needed, or that nothing is: the second. */
  readonly needed: string;
  /** One line, < 100 ASCII characters. */
  readonly subject: string;
  /** Plain text, <= 60 lines. */
  readonly text: string;
  /** One line, <= 140 characters of the GSM-7 alphabet. */
  readonly sms: string;
};
