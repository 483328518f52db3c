import { existsSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { renderNginx } from "../../../shared/records/nginx/render-nginx.ts";
import { render, upstreamRender } from "./builders.ts";
import { ask, type HttpTask, startTask } from "./http-task.ts";
import { describeWithMounts, type RealNginx, startNginx, until } from "./real-nginx.ts";
import { hashOf, type Install, install, slowly, startInstall } from "./run-installer.ts";

const site = "  server { listen LISTEN; location / { proxy_pass http://order; } }";

describeWithMounts("the installer on a host with a real nginx", () => {
  let tasks: readonly HttpTask[];
  let nginx: RealNginx;

  const fileFor = (...serving: readonly HttpTask[]): string =>
    renderNginx(render([upstreamRender({ servers: serving.map(({ server }) => server) })]));
  const onDisk = () => readFile(nginx.file, "utf8");
  const serves = async () => (await ask(nginx.port)).body;
  /** Requests that the running nginx was told to reload for; the harness has none in between. */
  const reloads = async () => ((await nginx.errorLog()).match(/: reconfiguring$/gm) ?? []).length;
  const broken = "upstream order { server nonsense:port; }\n";
  const first = () => fileFor(tasks[0]!);
  const second = () => fileFor(tasks[1]!);

  beforeAll(async () => {
    tasks = await Promise.all(["a", "b"].map((name) => startTask(name)));
  });
  afterAll(async () => {
    await Promise.all(tasks.map((task) => task.stop()));
  });
  beforeEach(async () => {
    nginx = await startNginx(fileFor(), site);
  });
  afterEach(() => nginx.stop());

  it.each([["sh"], ["dash"], ["bash", "--posix"]])(
    "%s installs a render, and keeps the file of before",
    async (...shell) => {
      const before = await onDisk();
      const { code, words } = await install(nginx, { generation: 7, content: first(), shell });
      expect({ code, words }).toEqual({
        code: 0,
        words: "headgate: generation 7 is installed, and nginx has reloaded it\n",
      });
      expect(await serves()).toBe("a");
      expect(await onDisk()).toBe(first());
      expect(await readFile(join(dirname(nginx.file), ".headgate.conf.previous"), "utf8")).toBe(before);
      expect((await readdir(dirname(nginx.file))).sort()).toEqual([".headgate.conf.previous", "headgate.conf"]);
    },
  );

  it("does not reload for what is already there, in a new generation or the same", async () => {
    await install(nginx, { generation: 7, content: first() });
    const workers = await nginx.workers();
    for (const generation of [7, 8]) {
      expect(await install(nginx, { generation, content: first() })).toEqual({
        code: 0,
        words: `headgate: generation ${generation}: already in place, nothing to reload\n`,
      });
    }
    expect(await nginx.workers()).toEqual(workers);
  });

  it("refuses an older generation", async () => {
    await install(nginx, { generation: 7, content: first() });
    expect(await install(nginx, { generation: 6, content: second() })).toEqual({
      code: 3,
      words: "headgate: generation 7 is installed, and 6 is older\n",
    });
    expect(await serves()).toBe("a");
  });

  it("refuses what nginx refuses, says nginx's words, and the old file goes on serving", async () => {
    await install(nginx, { generation: 7, content: first() });
    const { code, words } = await install(nginx, { generation: 8, content: broken });
    expect(code).toBe(5);
    expect(words).toMatch(
      /^headgate: nginx refuses generation 8; the file that is there stays\n(?:.*\n)*.*invalid port in/,
    );
    expect(await onDisk()).toBe(first());
    expect(await nginx.test()).toMatchObject({ accepted: true });
    await nginx.reload();
    expect(await serves()).toBe("a");
    // The same generation may come again, mended elsewhere.
    expect(await install(nginx, { generation: 9, content: second() })).toMatchObject({ code: 0 });
    expect(await serves()).toBe("b");
  });

  it("never takes a file that somebody else has written, but an empty one", async () => {
    const site = "server { listen 127.0.0.1:9; }\n";
    const theirs = join(dirname(nginx.file), "site.conf");
    await writeFile(theirs, site);
    const given = { generation: 7, content: first(), file: theirs };
    expect(await install(nginx, given)).toEqual({
      code: 9,
      words: `headgate: ${theirs} was not written by Headgate; give the fleet a file of its own, or empty this one\n`,
    });
    expect(await readFile(theirs, "utf8")).toBe(site);
    expect(await reloads()).toBe(0);
    // What is ours is still taken up where the state was lost.
    await install(nginx, { generation: 7, content: first() });
    await rm(join(nginx.directory, "state"), { recursive: true });
    expect(await install(nginx, { generation: 8, content: second() })).toMatchObject({ code: 0 });
    await writeFile(nginx.file, "");
    await rm(join(nginx.directory, "state"), { recursive: true });
    expect(await install(nginx, { generation: 9, content: first() })).toMatchObject({ code: 0 });
  });

  it.each<{ readonly when: string; readonly given: Partial<Install>; readonly code: number }>([
    { when: "content of another hash", given: { hash: hashOf("else") }, code: 4 },
    { when: "a render that was not downloaded", given: { candidate: "/nowhere/render.conf" }, code: 4 },
    { when: "a hash that is none", given: { hash: "f".repeat(63) }, code: 2 },
    { when: "a hash in upper case", given: { hash: "F".repeat(64) }, code: 2 },
    { when: "a fleet with a path in it", given: { fleet: "../etc" }, code: 2 },
    { when: "a fleet with a command in it", given: { fleet: "a;touch pwned" }, code: 2 },
    { when: "a generation that is no number", given: { generation: Number.NaN }, code: 2 },
    { when: "a generation of 16 digits", given: { generation: 1_000_000_000_000_000 }, code: 2 },
    { when: "a file that is not absolute", given: { file: "headgate.conf" }, code: 2 },
    { when: "a file that goes upwards", given: { file: "/etc/../tmp/headgate.conf" }, code: 2 },
    { when: "a file with a command in it", given: { file: "/tmp/$(touch pwned)" }, code: 2 },
    { when: "a directory that is not there", given: { file: "/nowhere/headgate.conf" }, code: 8 },
    { when: "no nginx", given: { command: "/nowhere/nginx" }, code: 8 },
  ])("refuses $when with code $code and touches nothing", async ({ given, code }) => {
    const before = await onDisk();
    const got = await install(nginx, { generation: 7, content: first(), ...given });
    expect(got).toEqual({ code, words: expect.stringMatching(/^headgate: .+\n$/) });
    expect(await onDisk()).toBe(before);
    expect(await readdir(dirname(nginx.file))).toEqual(["headgate.conf"]);
    expect(await reloads()).toBe(0);
  });

  it("killed while nginx tests a broken file: it was never in its place, for nobody", async () => {
    await install(nginx, { generation: 7, content: first() });
    const command = await slowly(nginx, "-t");
    const { child, ended } = await startInstall(nginx, { generation: 8, content: broken, command });
    await until("nginx tests", async () => existsSync(`${command}.reached`));
    expect(await onDisk()).toBe(first());
    // Somebody else reloads in that moment.
    await nginx.reload();
    expect(await serves()).toBe("a");
    process.kill(-child.pid!, "SIGKILL");
    await ended;
    expect(await onDisk()).toBe(first());
    expect(await nginx.test()).toMatchObject({ accepted: true });
    // And nothing that it left behind is in the way.
    expect(await install(nginx, { generation: 9, content: second() })).toMatchObject({ code: 0 });
    expect(await serves()).toBe("b");
    expect((await readdir(dirname(nginx.file))).sort()).toEqual([".headgate.conf.previous", "headgate.conf"]);
  });

  it("killed before the reload: the file is valid, and the same generation again finishes it", async () => {
    await install(nginx, { generation: 7, content: first() });
    const command = await slowly(nginx, "-s");
    const { child, ended } = await startInstall(nginx, { generation: 8, content: second(), command });
    await until("nginx is told to reload", async () => existsSync(`${command}.reached`));
    process.kill(-child.pid!, "SIGKILL");
    await ended;
    expect(await onDisk()).toBe(second());
    expect(await nginx.test()).toMatchObject({ accepted: true });
    expect(await serves()).toBe("a");
    expect(await install(nginx, { generation: 8, content: second() })).toMatchObject({ code: 0 });
    expect(await serves()).toBe("b");
  });

  it("heals a file that was changed by hand, and one that was deleted", async () => {
    await install(nginx, { generation: 7, content: first() });
    await writeFile(nginx.file, second());
    expect(await install(nginx, { generation: 7, content: first() })).toMatchObject({ code: 0 });
    expect(await onDisk()).toBe(first());
    await rm(nginx.file);
    expect(await install(nginx, { generation: 7, content: first() })).toMatchObject({ code: 0 });
    expect(await onDisk()).toBe(first());
  });

  it("says so where nginx keeps its old configuration although its test accepted the new one", async () => {
    const zone = (key: string) => `${first()}limit_req_zone ${key} zone=z:64k rate=1r/s;\n`;
    expect(await install(nginx, { generation: 7, content: zone("$uri") })).toMatchObject({ code: 0 });
    const got = await install(nginx, { generation: 8, content: zone("$host"), reloadSeconds: 1 });
    expect(got).toEqual({ code: 6, words: expect.stringContaining("has no worker of it in 1 s") });
    expect(await serves()).toBe("a");
  });

  it("puts the file in place where nginx is not running", async () => {
    process.kill(nginx.masterPid, "SIGTERM");
    await until(
      "nginx is gone",
      async () => !existsSync(`/proc/${nginx.masterPid}/cmdline`) || (await nginx.workers()).length === 0,
    );
    await until("its pid file is gone", async () => !existsSync(join(nginx.directory, "nginx.pid")));
    const got = await install(nginx, { generation: 7, content: first() });
    expect(got).toEqual({ code: 0, words: expect.stringContaining("nginx is not running") });
    expect(await onDisk()).toBe(first());
  });

  it("reloads at most once in the pace, and what waits gives way to what is newer", async () => {
    // Long enough for the next two to begin within it.
    const paceSeconds = 4;
    await install(nginx, { generation: 7, content: first(), paceSeconds });
    const startMs = Date.now();
    const waiting = install(nginx, { generation: 8, content: fileFor(...tasks), paceSeconds });
    await until(
      "8 is announced",
      async () =>
        existsSync(join(nginx.directory, "state/edge/newest")) &&
        (await readFile(join(nginx.directory, "state/edge/newest"), "utf8")) === "8\n",
    );
    const newer = install(nginx, { generation: 9, content: second(), paceSeconds });
    expect(await waiting).toEqual({
      code: 3,
      words: "headgate: generation 8 gives way to 9, which is on its way\n",
    });
    expect(await newer).toMatchObject({ code: 0 });
    expect(Date.now() - startMs).toBeGreaterThan(1000);
    expect(await serves()).toBe("b");
    expect(await reloads()).toBe(2);
    const times = (await nginx.errorLog())
      .split("\n")
      .filter((line) => line.endsWith(": reconfiguring"))
      .map((line) => Date.parse(line.slice(0, 19)));
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(paceSeconds * 1000);
  });

  it("20 generations out of order, four at a time, end at the newest and never at a broken file", async () => {
    const order = [3, 1, 7, 2, 12, 5, 4, 18, 9, 6, 20, 8, 11, 10, 19, 13, 17, 14, 16, 15];
    const content = (generation: number) =>
      generation % 5 === 4 ? broken : `${fileFor(tasks[generation % 2]!)}# ${generation}\n`;
    const codes: Record<number, number | null> = {};
    let next = 0;
    const line = async () => {
      while (next < order.length) {
        const generation = order[next++]!;
        codes[generation] = (await install(nginx, { generation, content: content(generation) })).code;
        expect(await nginx.test()).toMatchObject({ accepted: true });
      }
    };
    await Promise.all([line(), line(), line(), line()]);
    expect(await onDisk()).toBe(content(20));
    expect(await serves()).toBe("a");
    expect(codes[20]).toBe(0);
    for (const [generation, code] of Object.entries(codes)) {
      expect(Number(generation) % 5 === 4 ? [3, 5] : [0, 3]).toContain(code);
    }
    expect(await reloads()).toBe(Object.values(codes).filter((code) => code === 0).length);
  });
});
