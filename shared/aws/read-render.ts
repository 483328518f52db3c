import { GetObjectCommand } from "@aws-sdk/client-s3";
import type { Reading } from "../reading.ts";
import type { S3 } from "./clients.ts";
import { unknownBecause } from "./failure.ts";

/** A file that was stored for a fleet. @returns "not-found": the bucket has forgotten it @throws never */
export const readRender = async (s3: S3, Bucket: string, Key: string): Promise<Reading<string>> => {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    if (Body === undefined)
      return { kind: "unknown", because: "failed", detail: `s3:GetObject ${Key}: it has no body` };
    return { kind: "known", value: await Body.transformToString() };
  } catch (error) {
    return unknownBecause(`s3:GetObject ${Key}`, error);
  }
};
