import * as z from "zod";
import { whole } from "./schema-key.ts";

export const endpointAddress = z.enum(["private", "public"]);
export const endpointFamily = z.enum(["ipv4", "ipv6", "dual"]);

/** Route 53 would take 68 years; a task's address is not worth keeping for more than a day. */
export const ttl = whole(0, 86_400);
