import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { type ContractBed, refusalOf } from "../contract-bed.ts";
import { casesOf } from "../contract-case.ts";

const api = "https://docs.aws.amazon.com/AmazonS3/latest/API";
const guide = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";

const putNew = ({ clients }: ContractBed, Bucket: string, Key: string, Body: string) =>
  clients.s3.send(new PutObjectCommand({ Bucket, Key, Body, ChecksumAlgorithm: "SHA256", IfNoneMatch: "*" }));

const textOf = async ({ clients }: ContractBed, Bucket: string, Key: string) =>
  (await clients.s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

export const s3Cases = casesOf("s3", [
  {
    name: "What is written under a condition on a new key is read back as it was",
    cites: `${guide}/conditional-writes.html`,
    run: async (bed) => {
      const bucket = await bed.newBucket();
      await putNew(bed, bucket, "renders/a.conf", "one\nzwei ä\n");
      return textOf(bed, bucket, "renders/a.conf");
    },
    expected: "one\nzwei ä\n",
  },
  {
    name: "A key that is there refuses a write with If-None-Match, and keeps what it has",
    cites: `${guide}/conditional-writes.html`,
    errors: ["PreconditionFailed"],
    run: async (bed) => {
      const bucket = await bed.newBucket();
      await putNew(bed, bucket, "a", "first");
      return { second: await refusalOf(putNew(bed, bucket, "a", "second")), left: await textOf(bed, bucket, "a") };
    },
    expected: { second: "PreconditionFailed", left: "first" },
  },
  {
    name: "A key that is not there is told by name",
    cites: `${api}/API_GetObject.html`,
    errors: ["NoSuchKey"],
    run: async (bed) => refusalOf(textOf(bed, await bed.newBucket(), "missing")),
    expected: "NoSuchKey",
  },
  {
    name: "A bucket that is not there is told by name",
    cites: `${api}/ErrorResponses.html`,
    errors: ["NoSuchBucket"],
    run: async (bed) => {
      const bucket = `${await bed.newBucket()}-missing`;
      return [await refusalOf(putNew(bed, bucket, "a", "text")), await refusalOf(textOf(bed, bucket, "a"))];
    },
    expected: ["NoSuchBucket", "NoSuchBucket"],
  },
]);
