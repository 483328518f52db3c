/** One port of a container, as its task definition maps it. */
export type PortMapping = {
  /** Where it is in the task definition: `containerDefinitions[0].portMappings[1]`. */
  readonly place: string;
  readonly container: string;
  /** `null`: a range of ports, which is always mapped dynamically. */
  readonly containerPort: number | null;
  /** `null`: ECS picks one for each task. */
  readonly hostPort: number | null;
  readonly protocol: "tcp" | "udp";
};

/** How a task definition uses ports. */
export type DefinitionPorts = {
  readonly family: string | null;
  readonly networkMode: "bridge" | "host" | "awsvpc" | "none";
  readonly mappings: readonly PortMapping[];
};

/** A service whose ports are looked at, with what bounds its tasks. */
export type ServicePorts = DefinitionPorts & {
  readonly service: string;
  /** `null`: not known; those are taken to share one cluster. */
  readonly cluster: string | null;
  /** Of the service; `null`: not known. */
  readonly minTasks: number | null;
  readonly maxTasks: number | null;
  /** 0..100. */
  readonly minimumHealthyPercent: number;
  /** Active instances of the cluster; `null`: not known. */
  readonly instances: number | null;
};

export type PortsReading = {
  readonly services: readonly ServicePorts[];
  /** What could not be read, one line each: unknown is not fine. */
  readonly unread: readonly string[];
};
