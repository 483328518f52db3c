import type { UpstreamConfig } from "../../shared/config/publication.ts";
import {
  publishedService,
  quickService,
  recordOf,
  recordsConfig,
  upstreamOf,
} from "../records/function/records-stack.ts";
import { startMs } from "../simulator/world/small-world.ts";
import { type RunWorld, runWorld } from "./run-world.ts";

export const orderUpstream = upstreamOf();

/** `order`, one task, in a zone and on a fleet of one nginx instance. */
export const publishedWorld = (
  policy: "observe" | "install" = "install",
  upstreams: readonly UpstreamConfig[] = [orderUpstream],
): RunWorld => {
  const config = recordsConfig([publishedService("order", [recordOf()], upstreams)], "sync", {
    nginxFleets: [
      { name: "edge", tag: { key: "Role", value: "edge" }, file: "/etc/nginx/conf.d/headgate.conf", policy },
    ],
  });
  const world = runWorld({ config, world: { startMs, databases: [], services: [quickService("order")] } });
  world.cloud.ssm.declareInstance({ id: "i-0edge", tags: { Role: "edge" }, run: () => ({ status: "Success" }) });
  return world;
};
