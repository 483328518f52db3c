import { dynamoDbCases } from "./cases/dynamodb.ts";
import { lambdaCases } from "./cases/lambda.ts";
import { sqsCases } from "./cases/sqs.ts";
import type { ContractCase } from "./contract-case.ts";

/** Every case, in the order of the services' names. */
export const contractCases: readonly ContractCase[] = [...dynamoDbCases, ...lambdaCases, ...sqsCases];
