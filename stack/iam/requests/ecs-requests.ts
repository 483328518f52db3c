import {
  arnAt,
  awsGivenId,
  type CommandInput,
  onEverything,
  type Place,
  type RequestRules,
  request,
} from "../iam-request.ts";

/** Given as a name or as an ARN; ECS takes `default` where none is given. */
const clusterOf = ({ cluster = "default" }: CommandInput): string => String(cluster).split("/").at(-1)!;

const serviceArn = (service: string, cluster: string, place: Place): string =>
  service.startsWith("arn:") ? service : arnAt(place, "ecs", `service/${cluster}/${service}`);

/** Of tasks and instances, whose ids ECS makes up: one for all of a command. */
const inCluster = (action: string, kind: "container-instance" | "task") => (input: CommandInput, place: Place) => [
  request(action, arnAt(place, "ecs", `${kind}/${clusterOf(input)}/${awsGivenId}`)),
];

/** `arn:...:service-deployment/shop/orders/<id>`: the part that ECS makes up is replaced. */
const withoutOwnId = (arn: string): string => arn.replace(/[^/]+$/, awsGivenId);
const serviceBehind = (arn: string): string => arn.replace(/service-(deployment|revision)\/(.+)\/[^/]+$/, "service/$2");

export const ecsRequests: RequestRules = {
  DescribeCapacityProviders: ({ capacityProviders = [] }, place) =>
    (capacityProviders as readonly string[]).map((name) =>
      request(
        "ecs:DescribeCapacityProviders",
        name.startsWith("arn:") ? name : arnAt(place, "ecs", `capacity-provider/${name}`),
      ),
    ),
  DescribeContainerInstances: inCluster("ecs:DescribeContainerInstances", "container-instance"),
  DescribeServiceRevisions: ({ serviceRevisionArns }) =>
    (serviceRevisionArns as readonly string[]).flatMap((arn) => [
      request("ecs:DescribeServiceRevisions", withoutOwnId(arn)),
      request("ecs:DescribeServiceRevisions", serviceBehind(arn)),
    ]),
  DescribeServices: (input, place) =>
    (input.services as readonly string[]).map((service) =>
      request("ecs:DescribeServices", serviceArn(service, clusterOf(input), place)),
    ),
  DescribeTaskDefinition: onEverything("ecs:DescribeTaskDefinition"),
  DescribeTasks: inCluster("ecs:DescribeTasks", "task"),
  GetTaskProtection: inCluster("ecs:GetTaskProtection", "task"),
  ListClusters: onEverything("ecs:ListClusters"),
  ListContainerInstances: (input, place) => [
    request("ecs:ListContainerInstances", arnAt(place, "ecs", `cluster/${clusterOf(input)}`)),
  ],
  ListServiceDeployments: (input, place) => [
    request("ecs:ListServiceDeployments", serviceArn(input.service, clusterOf(input), place)),
  ],
  ListServices: onEverything("ecs:ListServices"),
  // Its one resource is the container instance, which no call of ours names.
  ListTasks: (input, place) => [
    request("ecs:ListTasks", "*", { "ecs:cluster": [arnAt(place, "ecs", `cluster/${clusterOf(input)}`)] }),
  ],
  StopServiceDeployment: ({ serviceDeploymentArn }) => [
    request("ecs:StopServiceDeployment", withoutOwnId(serviceDeploymentArn)),
    request("ecs:StopServiceDeployment", serviceBehind(serviceDeploymentArn)),
  ],
  StopTask: inCluster("ecs:StopTask", "task"),
  UpdateService: (input, place) => [request("ecs:UpdateService", serviceArn(input.service, clusterOf(input), place))],
  UpdateTaskProtection: inCluster("ecs:UpdateTaskProtection", "task"),
};
