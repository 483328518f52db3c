import { expect, it } from "@jest/globals";
import { groupValueOf } from "../../shared/limits/group-value.ts";

it.each([
  { when: "controls are not printed", value: "5\u001b[2J\n", says: 'is "5?[2J?"' },
  { when: "no character is cut in half", value: `x${"\u{1F600}".repeat(150)}`, says: `"x${"\u{1F600}".repeat(119)}…"` },
])("an unreadable value of max_connections is shown: $when", ({ value, says }) => {
  const read = groupValueOf(value, "postgres", "16.4");
  expect(read).toMatchObject({ kind: "unreadable", detail: expect.stringContaining(says) });
});
