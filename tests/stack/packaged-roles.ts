import type { StackNames } from "../../simulator/cloud/stack-names.ts";
import type { FunctionName } from "../../stack/functions.ts";
import type { Statement } from "../../stack/statement.ts";
import type { Template } from "./packaged-stack.ts";

/** Where a packaged template is thought to be deployed: names, region and account are CloudFormation's only then. */
export const packagedNames: StackNames = {
  prefix: "headgate-dev",
  region: "eu-central-1",
  accountId: "123456789012",
};

/** All statements of a function's role, in a packaged template. */
export const statementsOf = (template: Template, name: FunctionName): readonly Statement[] =>
  template.Resources[`${name.slice(0, 1).toUpperCase()}${name.slice(1)}Role`]!.Properties.Policies.flatMap(
    ({ PolicyDocument }: { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }) =>
      PolicyDocument.Statement,
  );
