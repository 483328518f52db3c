import { describe, expect, it } from "@jest/globals";
import { S3 } from "../../simulator/cloud/s3.ts";

const nowMs = Date.UTC(2026, 2, 14, 9, 10, 30);
const bucket = (): S3 => {
  const s3 = new S3(() => nowMs);
  s3.declareBucket("renders");
  return s3;
};
const object = { Bucket: "renders", Key: "nginx/a.conf" };
const refusal = (name: string, statusCode: number) => expect.objectContaining({ name, statusCode });

describe("S3", () => {
  it("keeps what is put, the last one unless only the first is wanted", () => {
    const s3 = bucket();
    s3.putObject({ ...object, Body: "one" });
    expect(() => s3.putObject({ ...object, Body: "two", IfNoneMatch: "*" })).toThrow(
      refusal("PreconditionFailed", 412),
    );
    expect(s3.texts("renders")).toEqual({ "nginx/a.conf": "one" });
    s3.putObject({ ...object, Body: new TextEncoder().encode("three") });
    expect(s3.texts("renders")).toEqual({ "nginx/a.conf": "three" });
    s3.forget("renders", object.Key);
    s3.putObject({ ...object, Body: "four", IfNoneMatch: "*" });
    expect(s3.headObject(object)).toMatchObject({ ContentLength: 4, LastModified: new Date(nowMs) });
  });

  it("gives a body that is read as the SDK's is", async () => {
    const s3 = bucket();
    s3.putObject({ ...object, Body: "ü" });
    const { Body } = s3.getObject(object) as { Body: { transformToString: () => Promise<string> } };
    expect(await Body.transformToString()).toBe("ü");
  });

  it("names what is missing", () => {
    const s3 = bucket();
    expect(() => s3.getObject(object)).toThrow(refusal("NoSuchKey", 404));
    expect(() => s3.headObject(object)).toThrow(refusal("NotFound", 404));
    expect(() => s3.putObject({ ...object, Bucket: "none", Body: "" })).toThrow(refusal("NoSuchBucket", 404));
  });
});
