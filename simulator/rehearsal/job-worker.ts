import { answerJobs } from "../runs/answer-jobs.ts";
import { runJob } from "./run-job.ts";

answerJobs(runJob);
