import { createHash } from "node:crypto";
import type { GetObjectRequest, HeadObjectRequest, PutObjectRequest } from "@aws-sdk/client-s3";
import { AwsError } from "./aws-error.ts";

type StoredObject = {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly lastModified: Date;
};

/** S3 buckets that keep small objects, without versions. */
export class S3 {
  readonly #nowMs: () => number;
  readonly #buckets = new Map<string, Map<string, StoredObject>>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  declareBucket(name: string): void {
    this.#buckets.set(name, new Map());
  }

  /** Objects of a bucket as texts, by key. */
  texts(bucket: string): Readonly<Record<string, string>> {
    const entries = [...this.#find(bucket)].map(([key, { bytes }]) => [key, new TextDecoder().decode(bytes)] as const);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** What a lifecycle rule does, or a person. */
  forget(bucket: string, key: string): void {
    this.#find(bucket).delete(key);
  }

  /** `IfNoneMatch: "*"`: only where there is none under the key. */
  putObject(input: Omit<PutObjectRequest, "Body"> & { readonly Body?: unknown }): object {
    const objects = this.#find(input.Bucket);
    const { Key = "", IfNoneMatch } = input;
    if (Key === "" || Buffer.byteLength(Key) > 1_024) throw new AwsError("KeyTooLongError", "Your key is too long");
    if (IfNoneMatch !== undefined && IfNoneMatch !== "*")
      throw new AwsError("NotImplemented", "A header you provided implies functionality that is not implemented", 501);
    if (IfNoneMatch === "*" && objects.has(Key))
      throw new AwsError("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);
    const bytes = bytesOf(input.Body);
    const contentType = input.ContentType ?? "application/octet-stream";
    objects.set(Key, { bytes, contentType, lastModified: new Date(this.#nowMs()) });
    return { ETag: etagOf(bytes) };
  }

  getObject({ Bucket, Key = "" }: GetObjectRequest): object {
    const found = this.#find(Bucket).get(Key);
    if (found === undefined) throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
    return { ...describeObject(found), Body: readable(found.bytes) };
  }

  headObject({ Bucket, Key = "" }: HeadObjectRequest): object {
    const found = this.#find(Bucket).get(Key);
    if (found === undefined) throw new AwsError("NotFound", "Not Found", 404);
    return describeObject(found);
  }

  #find(bucket: string | undefined): Map<string, StoredObject> {
    const objects = this.#buckets.get(bucket ?? "");
    if (objects === undefined) throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
    return objects;
  }
}

/** What the SDK adds to a body that it has received. */
const readable = (bytes: Uint8Array) => ({
  transformToByteArray: async () => bytes,
  transformToString: async () => new TextDecoder().decode(bytes),
});

const describeObject = ({ bytes, contentType, lastModified }: StoredObject): object => ({
  ETag: etagOf(bytes),
  ContentLength: bytes.byteLength,
  ContentType: contentType,
  LastModified: lastModified,
});

const bytesOf = (body: unknown): Uint8Array => {
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  if (body === undefined) return new Uint8Array();
  throw new AwsError("NotImplemented", "the embedded cloud takes texts and bytes, no streams", 501);
};

const etagOf = (bytes: Uint8Array): string => `"${createHash("md5").update(bytes).digest("hex")}"`;
