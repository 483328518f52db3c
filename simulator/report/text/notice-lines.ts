import { formatClock } from "../format-quantity.ts";
import type { ReplayNotice } from "../replay.ts";
import { wrapText } from "../wrap-text.ts";
import { hang } from "./hang.ts";
import type { Paint } from "./paint.ts";

const LISTED_NOTICES = 8;
const NOTICE_LINES = 4;

type Speaker = { readonly controller: string; readonly notices: readonly ReplayNotice[] };
type Clock = { readonly zeroAtSeconds: number; readonly zeroMeans: string };

/** What each controller said, the first lines of it; the report has all of it. */
export function noticeLines(speakers: readonly Speaker[], clock: Clock, width: number, paint: Paint): string[] {
  const lines: string[] = [];
  for (const { controller, notices } of speakers.filter((each) => each.notices.length > 0)) {
    lines.push(paint("bold", `What ${controller} said`) + paint("dim", ` (time from ${clock.zeroMeans})`));
    const groups = groupNotices(notices);
    for (const group of groups.slice(0, LISTED_NOTICES))
      lines.push(...noticeText(group, clock.zeroAtSeconds, width, paint));
    const more = groups.length - LISTED_NOTICES;
    if (more > 0) lines.push(paint("dim", `         and ${more} more, in the report`));
    lines.push("");
  }
  return lines;
}

type NoticeGroup = { readonly first: ReplayNotice; readonly count: number; readonly lastAtSeconds: number };

/** What was said again under the same subject is shown once, where it was said first. */
function groupNotices(notices: readonly ReplayNotice[]): NoticeGroup[] {
  const groups = new Map<string, NoticeGroup>();
  for (const notice of notices) {
    const key = `${notice.code} ${notice.subject}`;
    const { first, count } = groups.get(key) ?? { first: notice, count: 0 };
    groups.set(key, { first, count: count + 1, lastAtSeconds: notice.atSeconds });
  }
  return [...groups.values()];
}

function noticeText(
  { first, count, lastAtSeconds }: NoticeGroup,
  zeroAtSeconds: number,
  width: number,
  paint: Paint,
): string[] {
  const clock = (atSeconds: number) => formatClock(atSeconds - zeroAtSeconds);
  const code = first.subject.includes(first.code) ? "" : ` (${first.code})`;
  const again = count === 1 ? "" : `, ${count} times until ${clock(lastAtSeconds)}`;
  const subject = hang(`${clock(first.atSeconds).padStart(7)}  `, wrapText(first.subject + code + again, width - 9));
  // The first paragraph says what and why; the numbers below it are in the report.
  const text = wrapText(first.text.split(/\n\s*\n/)[0]!, width - 9);
  if (first.subject.includes(text.join(" "))) return subject;
  if (text.length > NOTICE_LINES) text.splice(NOTICE_LINES - 1, text.length, `${text[NOTICE_LINES - 1]} …`);
  return [...subject, ...hang("         ", text).map((line) => paint("dim", line))];
}
