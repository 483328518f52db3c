import { styleText } from "node:util";

/** Colours a piece of text, or leaves it. */
export type Paint = (style: "bold" | "dim" | "red" | "green", text: string) => string;

export function paintWith(colour: boolean): Paint {
  return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
}
