import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterAll, expect } from "@jest/globals";
import { type FunctionCall, functionCalls } from "../../simulator/cloud/function-calls.ts";
import { CallRecorder } from "../../stack/iam/recorded-calls.ts";
import { writeRecording } from "./recordings.ts";

// Before every test file: what the functions ask of AWS in it is written down, for `npm run iam` to compare with the
// roles. The channel is the process's own and outlives the file.
const recorder = new CallRecorder();
const listen = (call: unknown): void => recorder.record(call as FunctionCall);
subscribe(functionCalls.name, listen);
afterAll(() => {
  unsubscribe(functionCalls.name, listen);
  writeRecording(expect.getState().testPath!, (test) => recorder.recorded(test));
});
