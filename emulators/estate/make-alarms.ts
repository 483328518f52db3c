import type { TestClients } from "../clients.ts";
import { estateAlarms, laterAlarm } from "./estate-names.ts";
import { makeAlarm } from "./make-alarm.ts";

export const makeAlarms = async (clients: TestClients): Promise<void> => {
  for (const name of [...estateAlarms, laterAlarm]) await makeAlarm(clients, name);
};
