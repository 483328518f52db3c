import type { Config } from "../shared/config/config.ts";
import { installsNginx } from "../shared/records/destination.ts";
import type { Intrinsic } from "./intrinsics.ts";

/** What `records` is told of the stack's own resources. */
export const recordsEnvironment = (config: Config): Readonly<Record<string, Intrinsic>> => ({
  TABLE_NAME: { Ref: "Table" },
  EVENTS_QUEUE_URL: { Ref: "EventsQueue" },
  TOPIC_ARN: { Ref: "Topic" },
  ...(installsNginx(config)
    ? { RENDER_BUCKET: { Ref: "RendersBucket" }, INSTALL_DOCUMENT: { Ref: "InstallDocument" } }
    : {}),
});
