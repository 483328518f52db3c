import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { keptPackage } from "./kept-package.ts";

export const root = join(import.meta.dirname ?? __dirname, "../..");

export type Resource = {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON of 200 shapes, and each test knows the one it reads
  readonly Properties: any;
};
export type Template = {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
};
export type PackagedStack = {
  readonly template: Template;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly provider: any;
  readonly zips: Readonly<Record<"router" | "scale" | "records" | "limits" | "hook" | "runbook", Buffer>>;
  /** What was printed for the person who packages. */
  readonly output: string;
};

/**
 * The stack as `npm run package` makes it, with another headgate.yml; packaged once for the same files.
 *
 * Without credentials, region or home directory in the environment: packaging must need none.
 */
export const packageStack = async (configFile: string): Promise<PackagedStack> => {
  const folder = await keptPackage(root, configFile, (kept) =>
    inServiceDirectory(configFile, async (directory) => {
      await writeFile(join(kept, "output.txt"), await runServerless(directory, ["package"], {}));
      await cp(join(directory, ".serverless"), kept, { recursive: true });
    }),
  );
  const state = JSON.parse(await readFile(join(folder, "serverless-state.json"), "utf8"));
  return {
    template: JSON.parse(await readFile(join(folder, "cloudformation-template-update-stack.json"), "utf8")),
    provider: state.service.provider,
    zips: {
      router: await readFile(join(folder, "router.zip")),
      scale: await readFile(join(folder, "scale.zip")),
      records: await readFile(join(folder, "records.zip")),
      limits: await readFile(join(folder, "limits.zip")),
      hook: await readFile(join(folder, "hook.zip")),
      runbook: await readFile(join(folder, "runbook.zip")),
    },
    output: await readFile(join(folder, "output.txt"), "utf8"),
  };
};

/** `serverless invoke local` against the embedded cloud. @returns all that is printed */
export const invokeEmbedded = (configFile: string, functionName: string, event: object): Promise<string> =>
  inServiceDirectory(configFile, (directory) =>
    runServerless(directory, ["invoke", "local", "-f", functionName, "-d", JSON.stringify(event)], {
      HEADGATE_CLOUD: "embedded",
    }),
  );

/** The service in a directory of its own, so that no test writes where another one reads. */
const inServiceDirectory = async <T>(configFile: string, use: (directory: string) => Promise<T>): Promise<T> => {
  const directory = await mkdtemp(join(tmpdir(), "headgate-stack-"));
  try {
    for (const name of ["functions", "node_modules", "shared", "simulator", "stack"]) {
      await symlink(join(root, name), join(directory, name));
    }
    await cp(join(root, "serverless.yml"), join(directory, "serverless.yml"));
    await cp(join(root, "package.json"), join(directory, "package.json"));
    await cp(configFile, join(directory, "headgate.yml"));
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};

const runServerless = async (
  directory: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> => {
  const script = join(root, "node_modules/osls/bin/serverless.js");
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [script, ...args], {
      cwd: directory,
      env: { HOME: directory, PATH: "/nonexistent", ...env },
    });
    return stdout + stderr;
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`serverless ${args[0]} failed:\n${stdout ?? ""}${stderr ?? String(error)}`);
  }
};

export const resourcesOf = (template: Template, type: string): readonly (readonly [string, Resource])[] =>
  Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
