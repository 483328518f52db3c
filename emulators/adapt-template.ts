/** A resource that was taken out of a template, because no emulator can make it. */
export type LeftOut = { readonly logicalId: string; readonly type: string; readonly because: string };

type Resource = { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> };
type Template = { readonly Resources?: Readonly<Record<string, Resource>> };

/**
 * What ministack's CloudFormation refuses; each is a hole in what a deployment here proves.
 *
 * The documents start runbooks from the console, by the same invocation that is played without them. The alarms watch
 * Headgate itself and start nothing.
 */
const whyUnsupported = ({ Type, Properties }: Resource): string | null => {
  if (Type === "AWS::SSM::Document") return "ministack has no documents";
  if (Type === "AWS::CloudWatch::Alarm" && Properties?.["Metrics"] !== undefined) {
    return "ministack has no alarms on metric math";
  }
  return null;
};

/**
 * A template as ministack takes it: without the resources that it would refuse, and otherwise the same.
 *
 * @param text JSON, as `serverless` uploads it
 * @throws Error where something that stays refers to what would go: then the rest would not be what AWS gets
 */
export const adaptTemplate = (text: string): { readonly text: string; readonly leftOut: readonly LeftOut[] } => {
  const template = JSON.parse(text) as Template;
  const kept: Record<string, Resource> = {};
  const leftOut: LeftOut[] = [];
  for (const [logicalId, resource] of Object.entries(template.Resources ?? {})) {
    const because = whyUnsupported(resource);
    if (because === null) kept[logicalId] = resource;
    else leftOut.push({ logicalId, type: resource.Type, because });
  }
  if (leftOut.length === 0) return { text, leftOut };
  const adapted = JSON.stringify({ ...template, Resources: kept });
  const missed = leftOut.find(({ logicalId }) => adapted.includes(`"${logicalId}"`));
  if (missed !== undefined) throw new Error(`${missed.logicalId} can't be left out: the template refers to it`);
  return { text: adapted, leftOut };
};
