/**
 * Where dynamic host ports come from: Linux's default of /proc/sys/net/ipv4/ip_local_port_range, which the ECS agent
 * takes unless ECS_DYNAMIC_HOST_PORT_RANGE says otherwise.
 *
 * @see Amazon ECS API reference, PortMapping (hostPort)
 */
export const ephemeralPorts = { first: 32_768, last: 60_999 } as const;

/**
 * TCP ports that every container instance keeps for SSH, Docker and the agent; no task that needs one is ever placed.
 *
 * @see Amazon ECS API reference, PortMapping (hostPort)
 */
export const agentPorts: ReadonlySet<number> = new Set([22, 2375, 2376, 51_678, 51_679, 51_680]);

export const isEphemeral = (port: number): boolean => port >= ephemeralPorts.first && port <= ephemeralPorts.last;
