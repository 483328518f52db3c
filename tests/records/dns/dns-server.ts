import { Resolver } from "node:dns/promises";
import type { AddressInfo } from "node:net";
import dns2 from "dns2";
import type { RecordSet } from "../../../shared/records/dns/record-set.ts";
import { type Answer, answersOf, seededRandom } from "./zone-answers.ts";

/** A name server on loopback, UDP and TCP on one port, and a resolver that asks nobody else. */
export type ServedZone = {
  readonly resolver: Resolver;
  /** What is served from now on. */
  readonly serve: (sets: readonly RecordSet[]) => void;
  readonly isUnhealthy: Set<string>;
  /** Queries by transport. */
  readonly queries: { udp: number; tcp: number };
  readonly close: () => Promise<void>;
};

export const serveZone = async (seed: number): Promise<ServedZone> => {
  let sets: readonly RecordSet[] = [];
  const random = seededRandom(seed);
  const isUnhealthy = new Set<string>();
  const queries = { udp: 0, tcp: 0 };
  const handle = (transport: "udp" | "tcp") => (request: dns2.Packet, send: (response: dns2.Packet) => void) => {
    queries[transport] += 1;
    send(respond(request, sets, random, (id) => !isUnhealthy.has(id)));
  };
  const { udp, tcp } = await bindBoth(handle);
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  resolver.setServers([`127.0.0.1:${(tcp.address() as AddressInfo).port}`]);
  return {
    resolver,
    serve: (next) => {
      sets = next;
    },
    isUnhealthy,
    queries,
    close: async () => {
      resolver.cancel();
      await Promise.all([
        new Promise<void>((resolve) => udp.close(() => resolve())),
        new Promise<void>((resolve) => tcp.close(() => resolve())),
      ]);
    },
  };
};

type Handler = (request: dns2.Packet, send: (response: dns2.Packet) => void) => void;

/** The kernel chooses a port for TCP; where UDP has somebody on it already, another is chosen. */
const bindBoth = async (handle: (transport: "udp" | "tcp") => Handler) => {
  for (let attempt = 0; ; attempt++) {
    const tcp = dns2.createTCPServer(handle("tcp"));
    await new Promise<void>((resolve) => tcp.listen(0, "127.0.0.1", resolve));
    const udp = dns2.createUDPServer(handle("udp"));
    try {
      await new Promise<void>((resolve, reject) => {
        udp.once("error", reject);
        udp.bind((tcp.address() as AddressInfo).port, "127.0.0.1", resolve);
      });
      return { udp, tcp };
    } catch (error) {
      await new Promise<void>((resolve) => tcp.close(() => resolve()));
      if (attempt === 4) throw error;
    }
  }
};

const { Packet } = dns2;

type Writer = { readonly write: (value: number, bits: number) => void };
type SrvAnswer = { readonly priority: number; readonly weight: number; readonly port: number; readonly target: string };

// dns2 writes the target as a pointer into the message. RFC 2782 wants it whole, and c-ares refuses anything else.
(Packet.Resource as unknown as { SRV: { encode: (record: SrvAnswer, writer: Writer) => void } }).SRV.encode = (
  { priority, weight, port, target },
  writer,
) => {
  for (const number of [priority, weight, port]) writer.write(number, 16);
  for (const label of [...target.split("."), ""]) {
    writer.write(label.length, 8);
    for (const byte of Buffer.from(label, "ascii")) writer.write(byte, 8);
  }
};

const respond = (
  request: dns2.Packet,
  sets: readonly RecordSet[],
  random: () => number,
  isHealthy: (id: string) => boolean,
): dns2.Packet => {
  const response = Packet.createResponseFromRequest(request);
  const header = response.header as { aa: number; rcode: number };
  header.aa = 1;
  const { name, type } = request.questions[0] as { readonly name: string; readonly type: number };
  const types: Readonly<Record<number, string>> = {
    [Packet.TYPE.A]: "A",
    [Packet.TYPE.AAAA]: "AAAA",
    [Packet.TYPE.SRV]: "SRV",
    [Packet.TYPE.TXT]: "TXT",
  };
  const answers = answersOf(sets, name.toLowerCase(), types[type] ?? "", random, isHealthy);
  if (answers === null) header.rcode = Packet.RCODE.NXDOMAIN;
  for (const answer of answers ?? []) response.answers.push(resourceOf(answer) as dns2.Packet.Resource);
  return response;
};

const resourceOf = ({ name, type, ttlSeconds, value }: Answer) => {
  const base = { name, ttl: ttlSeconds, class: Packet.CLASS.IN };
  if (type === "A") return { ...base, type: Packet.TYPE.A, address: value };
  if (type === "AAAA") return { ...base, type: Packet.TYPE.AAAA, address: value };
  if (type === "TXT") {
    return { ...base, type: Packet.TYPE.TXT, data: [...value.matchAll(/"([^"]*)"/g)].map(([, text]) => text!) };
  }
  const [priority, weight, port, target] = value.split(" ");
  return {
    ...base,
    type: Packet.TYPE.SRV,
    priority: Number(priority),
    weight: Number(weight),
    port: Number(port),
    target: target!,
  };
};
