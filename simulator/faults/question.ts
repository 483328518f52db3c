/** Of a window of time that moves along with the clock. */
const ofTime = new Set(["StartTime", "EndTime", "StartDate", "EndDate", "InvokedAfter"]);

/** What is asked, without when: the same for the next look at the same thing. */
export const questionOf = (name: string, input: object): string =>
  `${name} ${JSON.stringify(input, (key, value: unknown) => (ofTime.has(key) ? undefined : value))}`;
