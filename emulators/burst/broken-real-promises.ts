import { mostWrites } from "../../tests/bursts/burst-promises.ts";
import type { BurstSize } from "../../tests/bursts/play-burst.ts";
import type { RealFigures } from "./measure-real-burst.ts";

/**
 * What a burst through the real queue must not do.
 *
 * The writes are promised for a burst of a minute: one that slow emulators have drawn out has as many for each minute begun.
 *
 * @returns a sentence for each promise that is broken
 */
export const brokenRealPromises = (size: BurstSize, figures: RealFigures): readonly string[] => {
  const { lost, unpublished, compared, writesTogether, visible, delayed, groups, taskEvents, flips, sendSeconds } =
    figures;
  const allowedWrites = mostWrites * Math.ceil(sendSeconds / 60);
  // Looked at right after the burst: a loop's message that an earlier look has made superfluous lasts for a minute.
  const allowedDelayed = groups.domains * 2 + groups.destinations;
  const broken: readonly (readonly [boolean, string])[] = [
    [taskEvents < size.taskEvents || flips < size.flips, `${taskEvents} task events and ${flips} flips were sent`],
    [lost.length > 0, `${lost.length} messages or events are lost, such as: ${lost[0]}`],
    [compared === 0, "no record was compared with the running tasks"],
    [unpublished.length > 0, `${unpublished.length} records are wrong, such as ${unpublished[0]}`],
    [writesTogether === 0, "nothing was written"],
    [writesTogether > allowedWrites, `${writesTogether} writes to ECS, AAS and Route 53 of ${allowedWrites} allowed`],
    [visible > 0, `${visible} messages are still visible`],
    [delayed > allowedDelayed, `${delayed} delayed messages of ${allowedDelayed} allowed`],
  ];
  return broken.flatMap(([isBroken, sentence]) => (isBroken ? [sentence] : []));
};
