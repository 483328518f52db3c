import { DEFAULTS } from "../../shared/config/defaults.ts";
import { alarmOf } from "../controllers/headgate/alarms-of.ts";

const { datapoints, periodSeconds } = alarmOf({ name: "" }, { targetPercent: 1 });

/** For what a replay rests on: what Headgate reads, beside what target tracking does. */
export const signalRemark = `Headgate reads what a team would give it: the service's CPU each 20 s, as target tracking in its 20 s mode does, the load balancer's requests each 60 s with their trend, and a CloudWatch alarm a quarter above the CPU target (${datapoints} of ${datapoints} datapoints of ${periodSeconds} s, a step of ${DEFAULTS.stepPercent} %).`;
