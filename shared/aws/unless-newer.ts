/** Two runs may overlap: the one that began later is right, whichever writes first. */
export const notOlder = {
  ConditionExpression: "attribute_not_exists(readAtMs) OR readAtMs <= :readAtMs",
} as const;

/** @returns false where the condition `notOlder` did not hold. @throws what else DynamoDB answers */
export const unlessNewer = async (write: () => Promise<unknown>): Promise<boolean> => {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "ConditionalCheckFailedException") return false;
    throw error;
  }
};
