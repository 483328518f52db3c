import { answerJobs } from "../../simulator/runs/answer-jobs.ts";
import { playCase } from "./play-case.ts";

answerJobs(playCase);
