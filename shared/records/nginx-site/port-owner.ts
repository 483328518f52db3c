/** An upstream of the rendered file that a site can be moved to. */
export type AdoptableUpstream = {
  readonly service: string;
  /** The name of the block. */
  readonly upstream: string;
  readonly containerPort: number | null;
  /** Idle connections that each worker keeps; 0: none. */
  readonly keepalive: number;
};

export type PortOwner =
  | { readonly kind: "owner"; readonly upstream: AdoptableUpstream; readonly by: "containerPort" | "option" }
  /** It is said that the port is nobody's. */
  | { readonly kind: "left" }
  | { readonly kind: "none"; readonly because: string; readonly fix: string };

/** In place of a service: the port belongs to none of them. */
export const nobody = "-";

/**
 * Whose port of this machine it is.
 *
 * What is said goes before what is guessed: a container's port is the host's port only where both were set to one number.
 *
 * @param said by port: a service or an upstream, or `nobody`
 * @throws never
 */
export const ownerOf = (
  port: number,
  upstreams: readonly AdoptableUpstream[],
  said: ReadonlyMap<number, string>,
): PortOwner => {
  const name = said.get(port);
  if (name === nobody) return { kind: "left" };
  if (name !== undefined) {
    const named = upstreamNamed(name, upstreams);
    if (named.kind === "one") return { kind: "owner", upstream: named.upstream, by: "option" };
    const known = upstreams.map(({ upstream }) => upstream).join(", ");
    return { kind: "none", because: named.because, fix: `write --port ${port}= with one of ${known}` };
  }
  const matching = upstreams.filter(({ containerPort }) => containerPort === port);
  if (matching.length === 1) return { kind: "owner", upstream: matching[0]!, by: "containerPort" };
  const because =
    matching.length === 0
      ? `no upstream of the fleet has the containerPort ${port}`
      : `${port} is the containerPort of ${matching.map(({ service }) => service).join(" and ")}`;
  const example = (matching[0] ?? upstreams[0])?.upstream ?? "SERVICE";
  return {
    kind: "none",
    because,
    fix: `say whose it is with --port ${port}=${example}, or --port ${port}=${nobody} where it is no service of headgate.yml`,
  };
};

type Named =
  | { readonly kind: "one"; readonly upstream: AdoptableUpstream }
  | { readonly kind: "none"; readonly because: string };

/** An upstream's name is one's own; a service may have several upstreams in a fleet. */
const upstreamNamed = (name: string, upstreams: readonly AdoptableUpstream[]): Named => {
  const exact = upstreams.find(({ upstream }) => upstream === name);
  if (exact !== undefined) return { kind: "one", upstream: exact };
  const ofService = upstreams.filter(({ service }) => service === name);
  if (ofService.length === 1) return { kind: "one", upstream: ofService[0]! };
  return {
    kind: "none",
    because:
      ofService.length === 0
        ? `${name} is no service and no upstream of the fleet`
        : `${name} has several upstreams in the fleet`,
  };
};
