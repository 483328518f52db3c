import { describe, expect, it } from "@jest/globals";
import { conditionHolds, type ExpressionContext, type Item } from "../../simulator/cloud/condition.ts";

const item: Item = { pk: { S: "a" }, version: { N: "9" }, name: { S: "b" }, flag: { BOOL: true }, NOTE: { S: "x" } };
const context: ExpressionContext = {
  names: { "#version": "version", "#missing": "missing" },
  values: { ":nine": { N: "9" }, ":ten": { N: "10" }, ":b": { S: "b" }, ":x": { S: "x" }, ":true": { BOOL: true } },
};

describe("a condition expression", () => {
  it.each([
    ["#version = :nine", true],
    ["#version <> :nine", false],
    // As numbers, not as text.
    ["version < :ten", true],
    ["version >= :ten", false],
    ["version <= :nine AND version > :ten", false],
    ["name = :b", true],
    ["version = :b", false],
    ["version <> :b", true],
    ["#missing = :nine", false],
    ["#missing < :nine", false],
    ["#missing <> :nine", true],
    ["attribute_exists(pk)", true],
    ["attribute_not_exists(pk)", false],
    ["attribute_not_exists(#missing)", true],
    ["NOT attribute_exists(#missing)", true],
    ["attribute_not_exists(pk) OR version = :nine", true],
    // AND binds stronger than OR, NOT stronger than both.
    ["version = :nine OR name = :x AND name = :nine", true],
    ["(version = :nine OR name = :x) AND name = :x", false],
    ["NOT version = :ten AND name = :b", true],
    ["NOT (version = :nine AND name = :b)", false],
    // A name that begins like a keyword is a name.
    ["NOTE = :x", true],
  ])("%s is %s", (expression, expected) => {
    expect(conditionHolds(expression, item, context)).toBe(expected);
  });

  it("on an item that isn't there: no attribute exists", () => {
    expect(conditionHolds("attribute_not_exists(pk)", undefined, context)).toBe(true);
    expect(conditionHolds("#version = :nine", undefined, context)).toBe(false);
  });

  it.each([
    "",
    "version",
    "version =",
    "= :nine",
    "version = = :nine",
    "version == :nine",
    "version = :nine AND",
    "AND version = :nine",
    "version = :nine name = :b",
    "(version = :nine",
    "version = :nine)",
    "attribute_exists pk",
    "attribute_exists(:nine)",
    "attribute_exists()",
    "#missing AND :nine",
    "#missing ( :nine",
    "version = :unheard-of",
    "#unheard = :nine",
    "version = 9",
    "version != :nine",
    "begins_with(name, :b)",
    "version IN (:nine, :ten)",
    "version BETWEEN :nine AND :ten",
    "flag = :true",
  ])("%p is refused: what DynamoDB might take is never guessed at", (expression) => {
    expect(() => conditionHolds(expression, item, context)).toThrow(
      expect.objectContaining({ name: "ValidationException" }),
    );
  });
});
