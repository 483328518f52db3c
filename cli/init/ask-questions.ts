import { cancel, intro, note, select, text } from "@clack/prompts";
import type { AccountReadings } from "../../shared/discovery/account-readings.ts";
import { planDraft } from "../../shared/discovery/plan-draft.ts";
import { type Answers, parsePoolSize, type Question } from "../../shared/discovery/questions.ts";

/**
 * Asks what only a person knows, each question with its guess. An answer may bring a new question.
 *
 * @returns `null` where the person gave up
 */
export const askQuestions = async (readings: AccountReadings): Promise<Answers | null> => {
  const answers: Record<string, string> = {};
  const draft = planDraft(readings);
  if (draft.questions.length === 0) return answers;
  intro("headgate init");
  const { length } = draft.services;
  note(`Enter takes the guess, Ctrl-C writes nothing.`, `${length} service${length === 1 ? "" : "s"} found`);
  for (;;) {
    const question = planDraft(readings, answers).questions.find(({ id }) => answers[id] === undefined);
    if (question === undefined) return answers;
    const answer = await ask(question);
    if (typeof answer === "symbol") {
      cancel("Nothing was written.");
      return null;
    }
    answers[question.id] = answer;
  }
};

const ask = (question: Question): Promise<string | symbol> => {
  if (question.kind === "database")
    return select({
      message: question.message,
      options: question.choices.map(({ value, label }) => ({ value, label })),
      initialValue: question.initial,
    });
  return text({
    message: question.message,
    initialValue: String(question.initial),
    validate: (said) => (parsePoolSize(said ?? "") === null ? "Write a whole number from 1 to 10000." : undefined),
  });
};
