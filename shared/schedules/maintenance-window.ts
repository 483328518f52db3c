const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const daySeconds = 24 * 3600;

/** Seconds until a weekly window as RDS writes it, "sun:03:00-sun:03:30" in UTC, begins; 0 while it is open. */
export const secondsUntilWindow = (window: string, nowMs: number): number => {
  const [begins = "", ends = ""] = window.split("-");
  const now = secondOfWeek(nowMs);
  const week = 7 * daySeconds;
  const until = (secondOf(begins) - now + week) % week;
  const length = (secondOf(ends) - secondOf(begins) + week) % week;
  return week - until < length ? 0 : until;
};

const secondOf = (text: string): number => {
  const [day = "", hour, minute] = text.split(":");
  return days.indexOf(day) * daySeconds + Number(hour) * 3600 + Number(minute) * 60;
};

const secondOfWeek = (nowMs: number): number => {
  const now = new Date(nowMs);
  return now.getUTCDay() * daySeconds + now.getUTCHours() * 3600 + now.getUTCMinutes() * 60 + now.getUTCSeconds();
};
