import { GetDetectorCommand, ListDetectorsCommand } from "@aws-sdk/client-guardduty";
import type { AuditReading, Detector } from "../../checklist/account-reading.ts";
import { inParallel } from "../in-parallel.ts";
import { allPages, ask } from "./ask.ts";
import type { AuditClients } from "./audit-clients.ts";

const MaxResults = 50;

/** GuardDuty's detectors of the region; there is at most one today. */
export const readDetectors = async ({
  guardDuty,
}: Pick<AuditClients, "guardDuty">): Promise<AuditReading<readonly Detector[]>> => {
  const ids = await ask("ListDetectors", "", () =>
    allPages(async (NextToken) => {
      const page = await guardDuty.send(new ListDetectorsCommand({ MaxResults, NextToken }));
      return { items: page.DetectorIds, next: page.NextToken };
    }),
  );
  if (ids.kind === "unknown") return ids;
  const value = await inParallel(ids.value, async (id) => ({
    id,
    enabled: await ask("GetDetector", id, async () => {
      const { Status } = await guardDuty.send(new GetDetectorCommand({ DetectorId: id }));
      return Status === "ENABLED";
    }),
  }));
  return { kind: "known", value };
};
