import { describe, it } from "@jest/globals";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { limitsRefusals } from "./limits-refusals.ts";
import { prove } from "./prove.ts";
import { scaleRefusals } from "./scale-refusals.ts";

const kinds = [
  { kind: "denied", message: "not authorized" },
  { kind: "throttled", message: "Rate exceeded" },
] as const;

describe.each(kinds)("a reading that is $kind", ({ kind, message }) => {
  it.each([...limitsRefusals, ...scaleRefusals])("$operation $when", async (row) => {
    const { operation, action, only = () => true } = row;
    const errorName = row[kind];
    const proof = row.proof(action);
    const says = proof.says.map((said) =>
      said.code === "neighbour-unknown" ? said : { ...said, names: [...said.names, errorName] },
    );
    await prove({
      ...proof,
      says,
      fault: (call) => (call.name === operation && only(call) ? new AwsError(errorName, message) : null),
    });
  });
});
