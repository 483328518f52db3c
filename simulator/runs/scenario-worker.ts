import { answerJobs } from "./answer-jobs.ts";
import { runScenario } from "./run-scenario.ts";

answerJobs(runScenario);
