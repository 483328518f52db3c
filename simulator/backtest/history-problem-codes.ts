/** Why a recording of the past is refused, with what each code means. Codes are stable: they may be searched for and linked to. */
export const historyProblemCodes = {
  "file-unreadable": "The file can't be read: it is not there, it is no text, or it is too large.",
  header: "The first line does not name the columns: a time and the three that are needed, each once.",
  "no-rows": "There is nothing below the header, or no value in it.",
  "empty-line": "A line is empty, and rows follow it.",
  "field-count": "A row has more or fewer fields than the header.",
  "unknown-service": "A row, or the file, is of no service of headgate.yml.",
  "unknown-database": "A column is named after no database of headgate.yml.",
  "unclear-database": "The connections are of no database, or of several.",
  "not-a-time": "A time is no moment, or no whole minute.",
  "not-a-number": "A value is not written as a plain number.",
  "negative-number": "A value is below 0.",
  "too-large": "A value is larger than it can be.",
  "too-long": "The recording spans more days than are played.",
  "slot-repeated": "Two rows are of one service and one moment.",
  "slot-length": "Rows are not whole minutes apart, or not all equally far.",
} as const;

export type HistoryProblemCode = keyof typeof historyProblemCodes;
