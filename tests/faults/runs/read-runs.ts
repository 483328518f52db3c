import { emptyAccount } from "../../../simulator/cloud/account-spec.ts";
import { shopAccount } from "../../checklist/shop-account.ts";
import { databaseWorld } from "../../runbooks/database-world.ts";
import { publishedWorld } from "../../runbooks/published-world.ts";
import { type RunWorld, runWorld } from "../../runbooks/run-world.ts";
import { withFixedPort } from "../../runbooks/with-fixed-port.ts";
import { stackConfig, worldSpec } from "../../scale/small-world.ts";
import { readScene } from "./read-scene.ts";

const warm = async (): Promise<RunWorld> => {
  const world = runWorld({ world: worldSpec(100), config: stackConfig() });
  world.warmUp(300);
  return world;
};

/** Decisions have been made. */
const decided = async (): Promise<RunWorld> => {
  const world = await warm();
  await world.live(120);
  return world;
};

/** A file was installed on the fleet. */
const installed = async (): Promise<RunWorld> => {
  const world = publishedWorld();
  await world.live(30);
  return world;
};

/** An account around the services, which are in subnets of it. */
const withAccount = async (): Promise<RunWorld> => {
  const world = withFixedPort();
  world.cloud.account = { ...emptyAccount, ...shopAccount };
  const answer = world.cloud.handle.bind(world.cloud);
  const networkConfiguration = { awsvpcConfiguration: { subnets: ["subnet-a", "subnet-b"] } };
  world.cloud.handle = async (service, operation, input) => {
    const given = (await answer(service, operation, input)) as { services?: object[] };
    if (operation !== "DescribeServices") return given;
    return { ...given, services: given.services!.map((one) => ({ ...one, networkConfiguration })) };
  };
  return world;
};

const databases = async (): Promise<RunWorld> => databaseWorld();

const checkout = { service: "checkout" };

export const readRuns = [
  readScene({ runbook: "checklist", params: {}, build: withAccount }),
  readScene({ runbook: "cost", params: {}, build: warm }),
  readScene({
    runbook: "explain",
    params: { id: "checkout/2026-03-14T00:05:00.000Z#1", replan: true },
    build: decided,
  }),
  readScene({ runbook: "headroom", params: {}, build: warm }),
  readScene({ runbook: "history", params: { domain: "checkout" }, build: decided }),
  readScene({ runbook: "plan", params: checkout, build: warm }),
  readScene({ runbook: "pool-fit", params: checkout, build: warm }),
  readScene({ runbook: "port-audit", params: {}, build: async () => withFixedPort() }),
  readScene({ runbook: "preflight", params: checkout, build: warm }),
  readScene({ runbook: "proxy-advice", params: { database: "orders" }, build: databases }),
  readScene({ runbook: "render-nginx", params: { fleet: "edge" }, build: installed }),
];
