import { isIPv4, isIPv6 } from "node:net";

/** What is wrong with a value of a record, in the words of Route 53's messages; `null`: nothing that is looked at here. */
export const valueProblem = (type: string, value: string): string | null => {
  const problem = problemOf(type, value);
  return problem === null ? null : `Invalid Resource Record: FATAL problem: ${problem} encountered with '${value}'`;
};

const problemOf = (type: string, value: string): string | null => {
  switch (type) {
    case "A":
      return isIPv4(value) ? null : "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)";
    case "AAAA":
      return isIPv6(value) ? null : "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)";
    case "SRV":
      return isSrv(value) ? null : "SRVRRDATANotFourFields (Value should be four space-separated fields)";
    case "TXT":
      return txtProblem(value);
    default:
      return null;
  }
};

const isSrv = (value: string): boolean => {
  const [priority, weight, port, target, ...rest] = value.split(" ");
  return rest.length === 0 && [priority, weight, port].every(isWord) && target !== undefined && target !== "";
};

const isWord = (text: string | undefined): boolean => /^\d{1,5}$/.test(text ?? "") && Number(text) <= 65_535;

/** Quoted strings of at most 255 characters each, with spaces between them. */
const txtProblem = (value: string): string | null => {
  if (!/^"(?:[^"\\]|\\.)*"(?:\s+"(?:[^"\\]|\\.)*")*$/.test(value))
    return "InvalidCharacterString (Value should be enclosed in quotation marks)";
  const strings = value.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  return strings.every((text) => text.length - 2 <= 255) ? null : "CharacterStringTooLong (Value is too long)";
};
