/** The engines whose limit is a rule or a formula that is known. */
export type LimitEngine = "postgres" | "mysql" | "mariadb" | "aurora-postgresql" | "aurora-mysql";

/** AWS's engine name as one of them; `null`: SQL Server, Oracle, Db2 and whatever comes. */
export const limitEngineOf = (engine: string): LimitEngine | null => {
  switch (engine) {
    case "postgres":
    case "mysql":
    case "mariadb":
    case "aurora-postgresql":
    case "aurora-mysql":
      return engine;
    default:
      return null;
  }
};
