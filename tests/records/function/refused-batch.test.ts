import { describe, expect, it } from "@jest/globals";
import { AwsError } from "../../../simulator/cloud/aws-error.ts";
import { publishedService, recordOf, recordsConfig, recordsStack } from "./records-stack.ts";

const change = "route53 ChangeResourceRecordSets";
const names = Array.from({ length: 8 }, (_, index) => `service-${index}`);

/** Route 53 refuses every batch in which one of these services' records is. */
const stackThatRefuses = (refused: readonly string[]) => {
  const services = names.map((name) =>
    publishedService(name, [recordOf({ name: `${name}.shop.internal`, kind: "multivalue" })]),
  );
  const stack = recordsStack(recordsConfig(services));
  stack.failing(({ name, input }) =>
    name === change && refused.some((one) => JSON.stringify(input).includes(`"${one}.shop.internal"`))
      ? new AwsError("InvalidChangeBatch", "[not a country]")
      : null,
  );
  stack.pass(1);
  const requests = () => stack.calls.filter(({ name }) => name === change).length;
  const published = () => names.filter((name) => stack.values(`${name}.shop.internal`).length > 0);
  return { stack, requests, published };
};

describe("a change batch that Route 53 refuses for one record in it", () => {
  it("takes no neighbour along: what is right in it is written at once", async () => {
    const { stack, requests, published } = stackThatRefuses(["service-5"]);
    await stack.wakeRecords();
    expect(published()).toEqual(names.filter((name) => name !== "service-5"));
    // 8, 4 + 4, 2 + 2, 1 + 1
    expect(requests()).toBe(7);
  });

  it("is told with AWS's words, and asks once a minute from then on", async () => {
    const { stack, requests } = stackThatRefuses(["service-5"]);
    await stack.run(300);
    expect(stack.told()).toEqual(["records-write-failed raised"]);
    expect(stack.notices()[0]?.finding.detail).toBe("change-record-sets: InvalidChangeBatch: [not a country]");
    const before = requests();
    await stack.run(180);
    expect(requests() - before).toBe(3);
  });

  it("where everything in it is refused is not halved without end", async () => {
    const { stack, requests, published } = stackThatRefuses(names);
    await stack.wakeRecords();
    expect(published()).toEqual([]);
    expect(requests()).toBe(15);
  });

  it("is not halved where AWS was only busy", async () => {
    const { stack, requests } = stackThatRefuses([]);
    stack.failing(({ name }) => (name === change ? new AwsError("PriorRequestNotComplete", "not yet") : null));
    await stack.wakeRecords();
    expect(requests()).toBe(1);
  });
});

describe("the ownership record", () => {
  it("says the stack's name and its region, because a zone has none", async () => {
    const { stack } = stackThatRefuses([]);
    await stack.wakeRecords();
    const [text] = stack.setsOf().filter(({ Type }) => Type === "TXT");
    expect(text?.ResourceRecords).toEqual([
      { Value: '"heritage=headgate,headgate/stack=shop@eu-central-1,headgate/service=service-0"' },
    ]);
  });
});
