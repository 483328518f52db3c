import { answerJobs } from "../runs/answer-jobs.ts";
import { runBenchJob } from "./run-bench-job.ts";

answerJobs(runBenchJob);
