import { expect, it } from "@jest/globals";
import { noticePlaces } from "../../functions/notice-places.ts";

it.each([
  {
    when: "a function of the stack knows the groups of those beside it",
    functionName: "headgate-prod-scale",
    logGroups: [
      "/aws/lambda/headgate-prod-router",
      "/aws/lambda/headgate-prod-limits",
      "/aws/lambda/headgate-prod-scale",
      "/aws/lambda/headgate-prod-records",
      "/aws/lambda/headgate-prod-runbook",
    ],
  },
  {
    when: "one that was given another name knows its own",
    functionName: "our-scaler",
    logGroups: ["/aws/lambda/our-scaler"],
  },
])("$when", ({ functionName, logGroups }) => {
  const place = { AWS_REGION: "eu-west-1", AWS_LAMBDA_FUNCTION_NAME: functionName };
  expect(noticePlaces(place, "scale")).toEqual({ region: "eu-west-1", logGroups });
});
