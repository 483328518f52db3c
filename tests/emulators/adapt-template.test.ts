import { expect, it } from "@jest/globals";
import { adaptTemplate } from "../../emulators/adapt-template.ts";

const queue = { Type: "AWS::SQS::Queue", Properties: { QueueName: "events" } };
const document = { Type: "AWS::SSM::Document", Properties: {} };
const alarm = { Type: "AWS::CloudWatch::Alarm", Properties: { MetricName: "Errors" } };
const ratio = { Type: "AWS::CloudWatch::Alarm", Properties: { Metrics: [] } };
const template = (Resources: object, others: object = {}): string => JSON.stringify({ Resources, ...others });

it("a template of what ministack makes stays as it is, byte for byte", () => {
  const text = template({ Queue: queue, Alarm: alarm });
  expect(adaptTemplate(text)).toEqual({ text, leftOut: [] });
});

it("documents and alarms on metric math go, by name, and nothing else does", () => {
  const { text, leftOut } = adaptTemplate(
    template({ Queue: queue, Run: document, Ratio: ratio, Alarm: alarm }, { Outputs: { Url: { Value: "x" } } }),
  );
  expect(JSON.parse(text)).toEqual({ Resources: { Queue: queue, Alarm: alarm }, Outputs: { Url: { Value: "x" } } });
  expect(leftOut.map(({ logicalId, type }) => [logicalId, type])).toEqual([
    ["Run", "AWS::SSM::Document"],
    ["Ratio", "AWS::CloudWatch::Alarm"],
  ]);
});

it("what something else refers to can't go", () => {
  const text = template({ Run: document }, { Outputs: { Name: { Value: { Ref: "Run" } } } });
  expect(() => adaptTemplate(text)).toThrow("Run can't be left out: the template refers to it");
});
