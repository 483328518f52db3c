const MINUS = "−";

/** Whole, with thousands separators: 1,234,567. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString("en-US").replace("-", MINUS);
}

/** One decimal, two below one percent; `0` is exact and `<0.01` is not, so that a rare failure can't look like none. */
export function formatPercent(ratio: number): string {
  const percent = ratio * 100;
  if (percent === 0) return "0";
  if (percent < 0.01) return "<0.01";
  if (percent < 1) return percent.toFixed(2);
  return percent.toFixed(1);
}

export function formatMinutes(seconds: number): string {
  const minutes = seconds / 60;
  return minutes >= 1000 ? formatCount(minutes) : minutes.toFixed(1);
}

export function formatTaskHours(taskSeconds: number): string {
  const hours = taskSeconds / 3600;
  return hours >= 100 ? formatCount(hours) : hours.toFixed(1);
}

/** As exact as an answer time needs to be: 0.18, 2.3, 31. */
export function formatSeconds(seconds: number): string {
  if (seconds >= 10) return formatCount(seconds);
  return seconds.toLocaleString("en-US", { maximumSignificantDigits: 2 });
}

/** Whole from a thousand on, cents below: $0.04, $12.30, $1,234. */
export function formatDollars(dollars: number): string {
  return dollars >= 1000 ? `$${formatCount(dollars)}` : `$${dollars.toFixed(2)}`;
}

/** m:ss, or h:mm:ss from an hour on; what lies before the clock's zero has a minus. */
export function formatClock(atSeconds: number): string {
  const seconds = Math.abs(Math.round(atSeconds));
  const pad = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const clock = hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
  return Math.round(atSeconds) < 0 ? MINUS + clock : clock;
}
