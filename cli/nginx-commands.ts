import { type Command, InvalidArgumentError, Option } from "commander";
import type { AdoptCliOptions } from "./nginx-adopt.ts";
import type { RenderCliOptions } from "./nginx-render.ts";

/** A repeatable option `8081=order`, collected into a map. */
const portOwner = (text: string, before: ReadonlyMap<number, string>): ReadonlyMap<number, string> => {
  const match = /^(\d{1,5})=(-|[A-Za-z0-9][A-Za-z0-9._-]{0,127})$/.exec(text);
  const port = Number(match?.[1]);
  if (match === null || port < 1 || port > 65_535)
    throw new InvalidArgumentError("write PORT=SERVICE, for example 8081=order, or PORT=- for none.");
  return new Map(before).set(port, match[2]!);
};

const each = (text: string, before: readonly string[]): readonly string[] => [...before, text];

const nobody: ReadonlyMap<number, string> = new Map();
const none: readonly string[] = [];

/** What a team does on its way from local ports to upstreams that follow the tasks. */
export const addNginxCommands = (program: Command): void => {
  const nginx = program
    .command("nginx")
    .description("Moves nginx sites to upstreams that follow the tasks, and renders those upstreams.")
    .helpOption("-h, --help", "show this")
    .helpCommand("help [command]", "show a command's options")
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate nginx adopt /etc/nginx/sites-available/shop
  $ npx headgate nginx render --fleet edge --endpoints tasks.json

Exit codes: 0 done, 1 something is left or can't be read, 2 the command line or
a file is not usable.
`,
    );

  nginx
    .command("adopt")
    .description("Prints the patch that moves proxy_pass http://localhost:PORT to the upstream of its service.")
    .argument("<file...>", "site files; those that use each other's upstream blocks together")
    .addOption(
      new Option("--port <port=service>", "whose a local port is; repeatable")
        .argParser(portOwner)
        .default(nobody, "by containerPort"),
    )
    .option("--fleet <name>", "the fleet under nginx in headgate.yml (default: the only one)")
    .option("--write", "change the files too, each at once")
    .option("--config <file>", "the configuration", "headgate.yml")
    .option("--json", "print what moves, what stays and the patch as JSON")
    .helpOption("-h, --help", "show this")
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate nginx adopt /etc/nginx/sites-available/shop > shop.patch
  $ npx headgate nginx adopt shop.conf --port 8081=order | patch -p1
  $ npx headgate nginx adopt shop.conf --write

localhost, 127.0.0.1, [::1] and upstream blocks of them are moved; URIs,
variables, comments and everything else stay. What kept connections need is
added. The patch goes to standard output, all remarks to standard error.

Exit codes: 0 all is moved or nothing had to be, 1 a port is left, with what to
do, 2 a file is not usable.
`,
    )
    .action(async (files: string[], options: AdoptCliOptions) => {
      const { adopt } = await import("./nginx-adopt.ts");
      const { exitCode, patch, report } = adopt(files, options);
      process.stdout.write(patch);
      if (report !== "") process.stderr.write(`${report}\n`);
      process.exitCode = exitCode;
    });

  nginx
    .command("render")
    .description("Renders the upstreams of a fleet, for those who install the file themselves.")
    .option("--fleet <name>", "the fleet under nginx in headgate.yml (default: the only one)")
    .option("--endpoints <file>", "JSON, - for standard input (default: ask AWS, with your credentials)")
    .option("--region <region>", "of the clusters (default: as the AWS SDK finds it)")
    .option("--resolve", "let nginx 1.27.3 or newer look up the services' SRV records itself")
    .addOption(
      new Option("--resolver <address>", "a DNS server for --resolve; repeatable")
        .argParser(each)
        .default(none, "none"),
    )
    .option("--out <file>", "write it here, at once; otherwise it is printed")
    .option("--check", "only compare: 1 if the file at --out is another")
    .option("--config <file>", "the configuration", "headgate.yml")
    .option("--json", "print the file and what is said of it as JSON")
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate nginx render --fleet edge
  $ npx headgate nginx render --endpoints tasks.json --out upstreams.conf
  $ npx headgate nginx render --resolve --resolver 10.0.0.2 --out upstreams.conf

tasks.json: { "order": [{ "address": "10.0.0.7", "port": 32768 }], "user": [] }

Exit codes: 0 rendered, or as it should be, 1 the tasks can't be read, or
--check found another content, 2 an option or a file is not usable.
`,
    )
    .action(async (options: RenderCliOptions) => {
      // The AWS clients take longer to load than the other commands take in all.
      const [{ render, renderResultAsJson }, { sayWhileWaiting }] = await Promise.all([
        import("./nginx-render.ts"),
        import("./nginx-waiting.ts"),
      ]);
      const result = await render(options, async (upstreams) => {
        const { liveClients, readServers } = await import("./nginx-live.ts");
        const reading = readServers(liveClients(options.region), upstreams);
        return sayWhileWaiting(`reading the tasks behind ${upstreams.length} upstreams`, reading);
      });
      if (options.json) process.stdout.write(`${renderResultAsJson(result)}\n`);
      else {
        process.stdout.write(result.content);
        if (result.report !== "") process.stderr.write(`${result.report}\n`);
      }
      process.exitCode = result.exitCode;
    });
};
