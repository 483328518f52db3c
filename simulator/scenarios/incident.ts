/** An incident as it was published, by the letter and the name under which docs and tests speak of it. */
export type Incident = {
  readonly letter: string;
  readonly name: string;
  readonly title: string;
  /** What happened, in one line, with the published figures. */
  readonly fact: string;
};
