import { answerJobs } from "../../../simulator/runs/answer-jobs.ts";

answerJobs(async (job: number, advance) => {
  advance(10);
  if (job === 13) throw new Error("13 is refused");
  if (job === 14) process.exit(3);
  return job * 2;
});
