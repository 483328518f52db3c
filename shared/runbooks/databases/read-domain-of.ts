import { type DomainNow, readDomainNow } from "../../aws/domain-now.ts";
import type { RunTools } from "../run-tools.ts";

/** The domain that shares out a database, as it is now; `null`: no service uses the database. @throws what AWS answers */
export const readDomainOf = async (database: string, tools: RunTools): Promise<DomainNow | null> => {
  const domain = tools.config.domains.find(({ databases }) => databases.includes(database));
  return domain === undefined ? null : readDomainNow(domain.id, tools);
};
