import { isUnanswered } from "../../shared/aws/failure.ts";
import type { WriteAction } from "../../shared/aws/write-actions.ts";

/**
 * Writes that are made once more where the answer never came, so that people are told of a change that was made.
 *
 * Each write sets a level, and done twice it is done once. Only the first of them is repeated, because each costs
 * seconds of the function's time.
 *
 * @returns the writer of one plan's actions
 */
export const repeatFirstUnanswered = (write: WriteAction): WriteAction => {
  let mayRepeat = true;
  return async (action) => {
    try {
      await write(action);
    } catch (error) {
      if (!mayRepeat || !isUnanswered(error)) throw error;
      mayRepeat = false;
      await write(action);
    }
  };
};
