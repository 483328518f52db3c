export type XmlElement = { readonly name: string; readonly children: readonly XmlElement[]; readonly text: string };

const part = /<\?[^>]*\?>|<(\/?)([\w:.-]+)(?:\s[^>]*?)?(\/?)>|([^<]+)/gy;

/**
 * An XML document as the SDK writes one: elements and text; attributes are skipped, comments and CDATA are not known.
 *
 * @throws SyntaxError for anything else
 */
export const parseXml = (document: string): XmlElement => {
  type Open = { readonly name: string; readonly children: XmlElement[]; text: string };
  const root: Open = { name: "", children: [], text: "" };
  const open: Open[] = [root];
  let end = 0;
  for (const [whole, closing, name, empty, text] of document.matchAll(part)) {
    end += whole.length;
    const current = open.at(-1)!;
    if (text !== undefined) current.text += unescapeXml(text);
    else if (name !== undefined && closing === "/") {
      if (open.length === 1 || current.name !== name) throw new SyntaxError(`</${name}> closes nothing`);
      open.pop();
      open.at(-1)!.children.push(current);
    } else if (name !== undefined) {
      const element = { name, children: [], text: "" };
      if (empty === "/") current.children.push(element);
      else open.push(element);
    }
  }
  const [element, ...others] = root.children;
  if (end !== document.length || open.length !== 1 || element === undefined || others.length > 0)
    throw new SyntaxError("not one XML element");
  return element;
};

const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

const unescapeXml = (text: string): string =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return named[name ?? ""] ?? whole;
  });
