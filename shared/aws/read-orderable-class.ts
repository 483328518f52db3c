import { DescribeOrderableDBInstanceOptionsCommand } from "@aws-sdk/client-rds";
import type { Reading } from "../reading.ts";
import type { Rds } from "./clients.ts";
import { unknownBecause } from "./failure.ts";

/** Whether RDS sells a class for an engine and version in this region, and as Multi-AZ. */
export type OrderableClass = { readonly isOrderable: boolean; readonly isMultiAzCapable: boolean };

/** Every page: RDS lists an entry per storage type. @throws never */
export const readOrderableClass = async (
  rds: Rds,
  engine: string,
  engineVersion: string,
  instanceClass: string,
): Promise<Reading<OrderableClass>> => {
  try {
    let isOrderable = false;
    let isMultiAzCapable = false;
    let Marker: string | undefined;
    do {
      const page = await rds.send(
        new DescribeOrderableDBInstanceOptionsCommand({
          Engine: engine,
          EngineVersion: engineVersion,
          DBInstanceClass: instanceClass,
          Marker,
        }),
      );
      for (const option of page.OrderableDBInstanceOptions ?? []) {
        if (option.DBInstanceClass !== instanceClass) continue;
        isOrderable = true;
        if (option.MultiAZCapable === true) isMultiAzCapable = true;
      }
      Marker = page.Marker;
    } while (Marker !== undefined);
    return { kind: "known", value: { isOrderable, isMultiAzCapable } };
  } catch (error) {
    return unknownBecause(`rds:DescribeOrderableDBInstanceOptions ${engine} ${engineVersion} ${instanceClass}`, error);
  }
};
