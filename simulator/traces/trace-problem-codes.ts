/** Why a recording is refused, with what each code means. Codes are stable: they may be searched for and linked to. */
export const traceProblemCodes = {
  "file-unreadable": "The file can't be read: it is not there, it is no text, or it is too large.",
  "trace-header": "The first line does not name the columns: one offset and the requests, each once.",
  "no-rows": "There is a header, and no row below it.",
  "no-requests": "Every row has 0 requests.",
  "empty-line": "A line is empty, and rows follow it.",
  "field-count": "A row has more or fewer fields than the header.",
  "not-a-number": "A field is empty, or not written as a plain number.",
  "negative-number": "A number is below 0.",
  "not-whole": "An offset is not a whole number.",
  "too-large": "A number is larger than can be reckoned with.",
  "slot-repeated": "Two rows are of the same slot.",
  "slot-order": "A row is earlier than the one before it.",
  "slot-length": "A row lies between two slots: not all are of one length.",
  "slot-missing": "Slots are missing between two rows.",
} as const;

export type TraceProblemCode = keyof typeof traceProblemCodes;
