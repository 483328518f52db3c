import { expect, it } from "@jest/globals";
import type { Rds } from "../../shared/aws/clients.ts";
import { readOperatedCluster } from "../../shared/aws/read-operated-database.ts";
import { answering } from "./answering.ts";

it("a cluster may be on a page after an empty one", async () => {
  const { client } = answering<Rds>((_operation, { Marker }) =>
    Marker === undefined
      ? { DBClusters: [], Marker: "next" }
      : { DBClusters: [{ DBClusterIdentifier: "orders", Status: "available" }] },
  );
  expect(await readOperatedCluster(client, "orders")).toMatchObject({ cluster: "orders", status: "available" });
});
