import { escapeHtml } from "../escape-html.ts";
import { formatClock } from "../format-quantity.ts";
import type { ReplayNotice } from "../replay.ts";

/** Everything one controller said, numbered as its charts' marks are; nothing where it said nothing. */
export function renderNotices(controller: string, notices: readonly ReplayNotice[], zeroAtSeconds: number): string {
  if (notices.length === 0) return "";
  const items = notices.map((notice) => {
    const text = notice.text === "" ? "" : `<p>${escapeHtml(notice.text)}</p>`;
    const clock = formatClock(notice.atSeconds - zeroAtSeconds);
    return `<li><span class="when">${clock}</span> <strong>${escapeHtml(notice.subject)}</strong> <code>${escapeHtml(notice.code)}</code>${text}</li>`;
  });
  return `<h3>What ${escapeHtml(controller)} said</h3>
<ol class="notices">${items.join("\n")}</ol>`;
}
