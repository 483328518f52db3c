import { expect, it } from "@jest/globals";
import { legalService, legalWorld, worldAfter } from "./small-world.ts";

it("a service fills every queue that it produces into", () => {
  const { traffic: _, ...consumer } = legalService({ initialTasks: 2, cpuSecondsPerRequest: 0.001 });
  const spec = legalWorld(
    {},
    {
      services: [legalService(), { ...consumer, name: "mail" }, { ...consumer, name: "audit" }],
      queues: [
        { name: "mails", consumer: "mail", producer: { service: "shop", messagesPerRequest: 1 } },
        { name: "records", consumer: "audit", producer: { service: "shop", messagesPerRequest: 2 } },
      ],
    },
  );
  const world = worldAfter(300, spec);
  expect(world.attemptsNow("mail")).toBeGreaterThan(50);
  expect(world.attemptsNow("audit") / world.attemptsNow("mail")).toBeCloseTo(2, 6);
});
