import type { PublishNotice } from "../shared/aws/publish-notice.ts";
import type { Notice } from "../shared/notices/notice.ts";

/** Publishes until one fails. @returns what is left, that one first, and why. Never throws. */
export const publishOutbox = async (
  outbox: readonly Notice[],
  publishNotice: PublishNotice,
): Promise<{ readonly left: readonly Notice[]; readonly failure: { readonly error: unknown } | null }> => {
  for (const [index, notice] of outbox.entries()) {
    try {
      await publishNotice(notice);
    } catch (error) {
      return { left: outbox.slice(index), failure: { error } };
    }
  }
  return { left: [], failure: null };
};
