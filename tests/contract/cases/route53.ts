import {
  type Change,
  ChangeResourceRecordSetsCommand,
  CreateHealthCheckCommand,
  DeleteHealthCheckCommand,
  type HealthCheckConfig,
  ListHealthChecksCommand,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsCommandInput,
  type ListResourceRecordSetsCommandOutput,
  type ResourceRecordSet,
} from "@aws-sdk/client-route-53";
import { type ContractBed, faultOf, refusalOf } from "../contract-bed.ts";
import { casesOf } from "../contract-case.ts";

const api = "https://docs.aws.amazon.com/Route53/latest/APIReference";
const guide = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide";

type Zone = Awaited<ReturnType<ContractBed["newZone"]>>;

const aSet = (zone: Zone, label: string, ...addresses: readonly string[]): ResourceRecordSet => ({
  Name: `${label}.${zone.domain}`,
  Type: "A",
  TTL: 60,
  ResourceRecords: addresses.map((Value) => ({ Value })),
});

const weighted = (zone: Zone, label: string, SetIdentifier: string, Weight: number): ResourceRecordSet => ({
  ...aSet(zone, label, "192.0.2.1"),
  SetIdentifier,
  Weight,
});

const change = ({ clients }: ContractBed, { id: HostedZoneId }: { readonly id: string }, Changes: Change[]) =>
  clients.route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }));

const create = (set: ResourceRecordSet): Change => ({ Action: "CREATE", ResourceRecordSet: set });
const upsert = (set: ResourceRecordSet): Change => ({ Action: "UPSERT", ResourceRecordSet: set });
const remove = (set: ResourceRecordSet): Change => ({ Action: "DELETE", ResourceRecordSet: set });

const labelOf = (zone: Zone, { Name = "" }: ResourceRecordSet) => Name.slice(0, -zone.domain.length - 2);
const valuesOf = ({ ResourceRecords = [] }: ResourceRecordSet) => ResourceRecords.map(({ Value }) => Value).sort();

/** Pages of the A records of a zone. */
const pagesOf = async (bed: ContractBed, zone: Zone, MaxItems?: number) => {
  const pages: ResourceRecordSet[][] = [];
  let start: Partial<ListResourceRecordSetsCommandInput> | null = {};
  while (start !== null && pages.length < 20) {
    const answer: ListResourceRecordSetsCommandOutput = await bed.clients.route53.send(
      new ListResourceRecordSetsCommand({ HostedZoneId: zone.id, MaxItems, ...start }),
    );
    pages.push((answer.ResourceRecordSets ?? []).filter(({ Type }) => Type === "A"));
    start =
      answer.IsTruncated === true
        ? {
            StartRecordName: answer.NextRecordName,
            StartRecordType: answer.NextRecordType,
            StartRecordIdentifier: answer.NextRecordIdentifier,
          }
        : null;
  }
  return pages;
};

/** The A records of a zone: addresses by the first labels of their names. */
const addressesIn = async (bed: ContractBed, zone: Zone) =>
  Object.fromEntries((await pagesOf(bed, zone)).flat().map((set) => [labelOf(zone, set), valuesOf(set)]));

const check = (IPAddress: string, Port = 8_080): HealthCheckConfig => ({
  IPAddress,
  Port,
  Type: "TCP",
  RequestInterval: 30,
  FailureThreshold: 3,
});

const createCheck = async ({ clients }: ContractBed, CallerReference: string, config: HealthCheckConfig) =>
  (await clients.route53.send(new CreateHealthCheckCommand({ CallerReference, HealthCheckConfig: config }))).HealthCheck
    ?.Id;

const removeCheck = ({ clients }: ContractBed, HealthCheckId: string | undefined) =>
  clients.route53.send(new DeleteHealthCheckCommand({ HealthCheckId }));

const missingCheck = "00000000-0000-0000-0000-000000000000";

export const route53Cases = casesOf("route53", [
  {
    name: "A change batch with one change that cannot be made changes nothing",
    cites: `${api}/API_ChangeResourceRecordSets.html`,
    errors: ["InvalidChangeBatch"],
    run: async (bed) => {
      const zone = await bed.newZone();
      await change(bed, zone, [create(aSet(zone, "there", "192.0.2.1"))]);
      const refused = await refusalOf(
        change(bed, zone, [
          create(aSet(zone, "new", "192.0.2.2")),
          upsert(aSet(zone, "there", "192.0.2.3")),
          remove(aSet(zone, "missing", "192.0.2.4")),
        ]),
      );
      return { refused, left: await addressesIn(bed, zone) };
    },
    expected: { refused: "InvalidChangeBatch", left: { there: ["192.0.2.1"] } },
  },
  {
    name: "A refusal of a change batch says what is wrong with each change",
    cites: `${api}/API_ChangeResourceRecordSets.html`,
    run: async (bed) => {
      const zone = await bed.newZone();
      const error = await change(bed, zone, [
        remove(aSet(zone, "first", "192.0.2.1")),
        remove(aSet(zone, "second", "192.0.2.1")),
      ]).catch((thrown: unknown) => thrown);
      const { message = "", messages = [] } = error as { message?: string; messages?: readonly string[] };
      const said = [message, ...messages].join(" ");
      return ["first", "second"].map((label) => said.includes(`${label}.${zone.domain}`));
    },
    expected: [true, true],
  },
  {
    name: "A record set is deleted only as it is: other values or another TTL are refused",
    cites: `${api}/API_Change.html`,
    errors: ["InvalidChangeBatch"],
    run: async (bed) => {
      const zone = await bed.newZone();
      const set = aSet(zone, "a", "192.0.2.1", "192.0.2.2");
      await change(bed, zone, [create(set)]);
      return {
        value: await refusalOf(change(bed, zone, [remove(aSet(zone, "a", "192.0.2.1"))])),
        ttl: await refusalOf(change(bed, zone, [remove({ ...set, TTL: 61 })])),
        left: await addressesIn(bed, zone),
        same: await refusalOf(change(bed, zone, [remove(set)])),
        gone: await addressesIn(bed, zone),
      };
    },
    expected: {
      value: "InvalidChangeBatch",
      ttl: "InvalidChangeBatch",
      left: { a: ["192.0.2.1", "192.0.2.2"] },
      same: "accepted",
      gone: {},
    },
  },
  {
    name: "The order of the values of a record set says nothing when it is deleted",
    cites: `${api}/API_ChangeResourceRecordSets.html`,
    run: async (bed) => {
      const zone = await bed.newZone();
      await change(bed, zone, [create(aSet(zone, "a", "192.0.2.1", "192.0.2.2"))]);
      return refusalOf(change(bed, zone, [remove(aSet(zone, "a", "192.0.2.2", "192.0.2.1"))]));
    },
    expected: "accepted",
  },
  {
    name: "CREATE refuses what is there, and UPSERT makes or replaces it",
    cites: `${api}/API_Change.html`,
    errors: ["InvalidChangeBatch"],
    run: async (bed) => {
      const zone = await bed.newZone();
      const created = await refusalOf(change(bed, zone, [upsert(aSet(zone, "a", "192.0.2.1"))]));
      const again = await refusalOf(change(bed, zone, [create(aSet(zone, "a", "192.0.2.2"))]));
      const replaced = await refusalOf(change(bed, zone, [upsert(aSet(zone, "a", "192.0.2.3"))]));
      return { created, again, replaced, left: await addressesIn(bed, zone) };
    },
    expected: {
      created: "accepted",
      again: "InvalidChangeBatch",
      replaced: "accepted",
      left: { a: ["192.0.2.3"] },
    },
  },
  {
    name: "One batch deletes a simple record set and puts a multivalue one in its place",
    cites: `${api}/API_ResourceRecordSet.html`,
    run: async (bed) => {
      const zone = await bed.newZone();
      const simple = aSet(zone, "a", "192.0.2.1");
      const multivalue = { ...simple, SetIdentifier: "task", MultiValueAnswer: true };
      await change(bed, zone, [create(simple)]);
      const refused = await refusalOf(change(bed, zone, [create(multivalue)]));
      await change(bed, zone, [remove(simple), create(multivalue)]);
      const sets = (await pagesOf(bed, zone)).flat();
      return {
        refused,
        left: sets.map(({ SetIdentifier, MultiValueAnswer }) => ({ SetIdentifier, MultiValueAnswer })),
      };
    },
    expected: { refused: "InvalidChangeBatch", left: [{ SetIdentifier: "task", MultiValueAnswer: true }] },
  },
  {
    name: "Weighted sets of a name stand beside each other by their identifiers",
    cites: `${api}/API_ResourceRecordSet.html`,
    run: async (bed) => {
      const zone = await bed.newZone();
      for (const [id, weight] of [
        ["blue", 0],
        ["green", 255],
      ] as const)
        await change(bed, zone, [upsert(weighted(zone, "a", id, weight))]);
      const sets = (await pagesOf(bed, zone)).flat();
      return sets.map(({ SetIdentifier, Weight }) => [SetIdentifier, Weight]).sort();
    },
    expected: [
      ["blue", 0],
      ["green", 255],
    ],
  },
  {
    name: "A weight is 255 at most",
    cites: `${api}/API_ResourceRecordSet.html`,
    run: async (bed) => {
      const zone = await bed.newZone();
      return faultOf(change(bed, zone, [upsert(weighted(zone, "a", "red", 256))]));
    },
    expected: "refused",
  },
  {
    name: "What is no address cannot be the value of an A record",
    cites: `${guide}/ResourceRecordTypes.html`,
    errors: ["InvalidChangeBatch"],
    run: async (bed) => {
      const zone = await bed.newZone();
      return refusalOf(change(bed, zone, [create(aSet(zone, "a", "no-address"))]));
    },
    expected: "InvalidChangeBatch",
  },
  {
    name: "A name outside of the zone cannot be put in it",
    cites: `${api}/API_ChangeResourceRecordSets.html`,
    errors: ["InvalidChangeBatch"],
    run: async (bed) => {
      const zone = await bed.newZone();
      return refusalOf(change(bed, zone, [create({ ...aSet(zone, "a", "192.0.2.1"), Name: "a.elsewhere.example" })]));
    },
    expected: "InvalidChangeBatch",
  },
  {
    name: "A batch has at most 1,000 values, and an UPSERT counts twice",
    cites: `${guide}/DNSLimitations.html`,
    errors: ["InvalidChangeBatch"],
    run: async (bed) => {
      const zone = await bed.newZone();
      const batch = (count: number) =>
        Array.from({ length: count }, (_, index) => upsert(aSet(zone, `n-${index}`, "192.0.2.1")));
      return [await refusalOf(change(bed, zone, batch(501))), await refusalOf(change(bed, zone, batch(500)))];
    },
    expected: ["InvalidChangeBatch", "accepted"],
  },
  {
    name: "An empty batch is refused",
    cites: `${api}/API_ChangeBatch.html`,
    run: async (bed) => faultOf(change(bed, await bed.newZone(), [])),
    expected: "refused",
  },
  {
    name: "A record set with a routing policy and no identifier is refused as invalid input",
    cites: `${api}/API_ResourceRecordSet.html`,
    errors: ["InvalidInput"],
    run: async (bed) => {
      const zone = await bed.newZone();
      return refusalOf(change(bed, zone, [create({ ...aSet(zone, "a", "192.0.2.1"), Weight: 1 })]));
    },
    expected: "InvalidInput",
  },
  {
    name: "Pages go on at the name, type and identifier that the page before gave",
    cites: `${api}/API_ListResourceRecordSets.html`,
    run: async (bed) => {
      const zone = await bed.newZone();
      await change(bed, zone, [
        ...["a", "c", "d"].map((label) => create(aSet(zone, label, "192.0.2.1"))),
        ...["1", "2", "3"].map((id) => create(weighted(zone, "b", id, 1))),
      ]);
      const pages = await pagesOf(bed, zone, 2);
      return {
        isLongest: pages.every((page) => page.length <= 2),
        found: pages.flat().map((set) => `${labelOf(zone, set)}${set.SetIdentifier ?? ""}`),
      };
    },
    expected: { isLongest: true, found: ["a", "b1", "b2", "b3", "c", "d"] },
  },
  {
    name: "Names are listed by their labels from the right, each with the dot behind it",
    cites: `${api}/API_ListResourceRecordSets.html`,
    run: async (bed) => {
      const zone = await bed.newZone();
      await change(
        bed,
        zone,
        ["z", "a", "b.z", "c.a", "a-b"].map((label) => create(aSet(zone, label, "192.0.2.1"))),
      );
      return (await pagesOf(bed, zone)).flat().map((set) => labelOf(zone, set));
    },
    expected: ["a-b", "a", "c.a", "z", "b.z"],
  },
  {
    name: "A list that begins at a name has that name's sets first",
    cites: `${api}/API_ListResourceRecordSets.html`,
    run: async (bed) => {
      const zone = await bed.newZone();
      await change(bed, zone, [
        create(aSet(zone, "a", "192.0.2.1")),
        ...["1", "2"].map((id) => create(weighted(zone, "b", id, 1))),
        create(aSet(zone, "c", "192.0.2.1")),
      ]);
      const { ResourceRecordSets = [] } = await bed.clients.route53.send(
        new ListResourceRecordSetsCommand({
          HostedZoneId: zone.id,
          StartRecordName: `b.${zone.domain}`,
          MaxItems: 300,
        }),
      );
      return ResourceRecordSets.map((set) => labelOf(zone, set));
    },
    expected: ["b", "b", "c"],
  },
  {
    name: "Names come back in lower case, with a dot at the end and a wildcard escaped",
    cites: `${guide}/DomainNameFormat.html`,
    run: async (bed) => {
      const zone = await bed.newZone();
      await change(bed, zone, [create(aSet(zone, "*.Upper", "192.0.2.1"))]);
      const [set] = (await pagesOf(bed, zone)).flat();
      return set?.Name?.replace(zone.domain, "zone");
    },
    expected: "\\052.upper.zone.",
  },
  {
    name: "A zone that is not there is told by name",
    cites: `${api}/API_ListResourceRecordSets.html`,
    errors: ["NoSuchHostedZone"],
    run: async (bed) => {
      const zone = { id: "Z0MISSING0000", domain: "missing.example" };
      return [
        await refusalOf(pagesOf(bed, zone)),
        await refusalOf(change(bed, zone, [create(aSet(zone, "a", "192.0.2.1"))])),
      ];
    },
    expected: ["NoSuchHostedZone", "NoSuchHostedZone"],
  },
  {
    name: "A health check is made once for a caller reference with the same settings",
    cites: `${api}/API_CreateHealthCheck.html`,
    run: async (bed) => {
      const first = await createCheck(bed, "contract/once", check("192.0.2.1"));
      const second = await createCheck(bed, "contract/once", check("192.0.2.1"));
      return first !== undefined && first === second;
    },
    expected: true,
  },
  {
    name: "A caller reference is refused for a health check with other settings, also when the first is gone",
    cites: `${api}/API_CreateHealthCheck.html`,
    errors: ["HealthCheckAlreadyExists"],
    run: async (bed) => {
      const first = await createCheck(bed, "contract/used", check("192.0.2.1"));
      const other = await refusalOf(createCheck(bed, "contract/used", check("192.0.2.2")));
      await removeCheck(bed, first);
      return [other, await refusalOf(createCheck(bed, "contract/used", check("192.0.2.2")))];
    },
    expected: ["HealthCheckAlreadyExists", "HealthCheckAlreadyExists"],
  },
  {
    name: "A health check of a private address is refused",
    cites: `${api}/API_HealthCheckConfig.html`,
    errors: ["InvalidInput"],
    run: async (bed) => refusalOf(createCheck(bed, "contract/private", check("10.0.0.1"))),
    expected: "InvalidInput",
  },
  {
    name: "Health checks are listed with their caller references, page after page",
    cites: `${api}/API_ListHealthChecks.html`,
    run: async (bed) => {
      for (const name of ["a", "b", "c"]) await createCheck(bed, `contract/paged/${name}`, check("192.0.2.1"));
      const found: string[] = [];
      const sizes: number[] = [];
      let Marker: string | undefined;
      do {
        const page = await bed.clients.route53.send(new ListHealthChecksCommand({ Marker, MaxItems: 2 }));
        sizes.push(page.HealthChecks?.length ?? 0);
        for (const { CallerReference = "" } of page.HealthChecks ?? []) found.push(CallerReference);
        Marker = page.IsTruncated === true ? page.NextMarker : undefined;
      } while (Marker !== undefined && sizes.length < 20);
      return {
        isAtMostTwo: sizes.every((size) => size <= 2),
        found: found.filter((name) => name.startsWith("contract/paged/")).sort(),
      };
    },
    expected: { isAtMostTwo: true, found: ["contract/paged/a", "contract/paged/b", "contract/paged/c"] },
  },
  {
    name: "A health check that is not there is told by name when it is deleted",
    cites: `${api}/API_DeleteHealthCheck.html`,
    errors: ["NoSuchHealthCheck"],
    run: async (bed) => {
      const id = await createCheck(bed, "contract/deleted", check("192.0.2.1"));
      await removeCheck(bed, id);
      return refusalOf(removeCheck(bed, id));
    },
    expected: "NoSuchHealthCheck",
  },
  {
    name: "A record set cannot be made with a health check that is not there",
    cites: `${api}/API_ChangeResourceRecordSets.html`,
    errors: ["NoSuchHealthCheck"],
    run: async (bed) => {
      const zone = await bed.newZone();
      const set = { ...weighted(zone, "a", "task", 1), HealthCheckId: missingCheck };
      return refusalOf(change(bed, zone, [create(set)]));
    },
    expected: "NoSuchHealthCheck",
  },
  {
    name: "A health check is deleted although a record set names it",
    cites: `${api}/API_DeleteHealthCheck.html`,
    run: async (bed) => {
      const zone = await bed.newZone();
      const HealthCheckId = await createCheck(bed, "contract/named", check("192.0.2.1"));
      await change(bed, zone, [create({ ...weighted(zone, "a", "task", 1), HealthCheckId })]);
      return refusalOf(removeCheck(bed, HealthCheckId));
    },
    expected: "accepted",
  },
]);
