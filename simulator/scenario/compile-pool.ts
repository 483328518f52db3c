import type { PoolSpec } from "../world/spec.ts";
import { defined } from "./defined.ts";
import type { PoolForm } from "./form-pool.ts";
import { scenarioDefaults } from "./scenario-defaults.ts";

/**
 * @param form checked: with its size, and a database or a proxy
 * @param databaseBehind of the proxy, if there is one
 */
export function compilePool(form: PoolForm, databaseBehind: string | undefined): PoolSpec {
  const { restartBackOff: backOff, reader, migrationPool: migrations } = form;
  return {
    database: form.database ?? databaseBehind!,
    connectionsPerTask: form.connectionsPerTask!,
    kind: form.kind ?? scenarioDefaults.poolKind,
    holdSecondsPerRequest: form.holdSecondsPerRequest ?? scenarioDefaults.holdSecondsPerRequest,
    databaseCpuSecondsPerRequest: form.databaseCpuSecondsPerRequest ?? scenarioDefaults.databaseCpuSecondsPerRequest,
    withoutConnections: form.withoutConnections ?? scenarioDefaults.withoutConnections,
    ...defined({
      proxy: form.proxy,
      minimumConnectionsPerTask: form.minimumConnectionsPerTask,
      idleSeconds: form.idleSeconds,
      reconnectSeconds: form.reconnectSeconds,
      connectionsToStart: form.connectionsToStart,
      databaseHealthCheck: form.databaseHealthCheck,
      restartBackOffSeconds: backOff && { first: backOff.firstSeconds, most: backOff.mostSeconds },
      migrationPool: migrations && {
        connectionsPerTask: migrations.connectionsPerTask,
        seconds: migrations.seconds ?? null,
      },
      reader: reader && {
        database: reader.database,
        connectionsPerTask: reader.connectionsPerTask,
        requestsRatio: reader.requestsPercent / 100,
      },
    }),
  };
}
