import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import { renderNginx } from "../../../shared/records/nginx/render-nginx.ts";
import { render, upstreamRender } from "./builders.ts";
import { ask, askMany, type HttpTask, startTask } from "./http-task.ts";
import { describeWithNginx, type RealNginx, startNginx, until } from "./real-nginx.ts";

/** As `headgate nginx adopt` leaves a site; without retries, which would hide a request to a task that is gone. */
const site = `
  server {
    listen LISTEN;
    location / {
      proxy_pass http://order;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_next_upstream off;
    }
  }`;

const fileFor = (tasks: readonly HttpTask[]): string =>
  renderNginx(render([upstreamRender({ servers: tasks.map(({ server }) => server) })]));

describeWithNginx("the rendered file in a real nginx", () => {
  const tasks: HttpTask[] = [];
  let nginx: RealNginx;

  const start = async (name: string): Promise<HttpTask> => {
    const task = await startTask(name);
    tasks.push(task);
    return task;
  };
  beforeAll(async () => {
    nginx = await startNginx(fileFor([]), site);
  });
  afterEach(async () => {
    await Promise.all(tasks.splice(0).map((task) => task.stop()));
  });
  afterAll(() => nginx.stop());

  it("loads for 1, 2, 5, 0 and 3 tasks, and every task gets its requests", async () => {
    const seen: Record<number, readonly string[]> = {};
    for (const count of [1, 2, 5, 0, 3]) {
      const serving: HttpTask[] = [];
      for (let index = 0; index < count; index++) serving.push(await start(`${count}-${index}`));
      await nginx.put(fileFor(serving));
      expect(await nginx.test()).toMatchObject({ accepted: true, words: expect.not.stringContaining("[warn]") });
      await nginx.reload();
      const bodies = new Set<string>();
      await askMany(count * 20, 8, async () => {
        const { status, body } = await ask(nginx.port);
        bodies.add(status === 200 ? body : `status ${status}`);
      });
      seen[count] = [...bodies].sort();
    }
    expect(seen).toEqual({
      0: [],
      1: ["1-0"],
      2: ["2-0", "2-1"],
      3: ["3-0", "3-1", "3-2"],
      5: ["5-0", "5-1", "5-2", "5-3", "5-4"],
    });
  });

  it("answers 502 at once where there is no task, connects nowhere, and stays up", async () => {
    await nginx.put(fileFor([]));
    await nginx.reload();
    const startMs = performance.now();
    const answers: number[] = [];
    await askMany(100, 10, async () => void answers.push((await ask(nginx.port)).status));
    expect(new Set(answers)).toEqual(new Set([502]));
    // nginx gives a connection that nobody answers 60 s.
    expect(performance.now() - startMs).toBeLessThan(20_000);
    expect(await nginx.errorLog()).toContain("no live upstreams");
    expect(await nginx.errorLog()).not.toContain("connect() failed");
    const task = await start("back");
    await nginx.put(fileFor([task]));
    await nginx.reload();
    expect(await ask(nginx.port)).toEqual({ status: 200, retryAfter: null, body: "back" });
  });

  it("fails 0 of 10,000 requests during 20 reloads while tasks come and go", async () => {
    const requests = 10_000;
    const reloads = 20;
    const sizes = [1, 2, 5, 3, 4];
    let serving = [await start("first")];
    await nginx.put(fileFor(serving));
    await nginx.reload();

    let answered = 0;
    let reloaded = 0;
    const failed: string[] = [];
    const answers = new Map<string, number>();
    const gone: { readonly task: HttpTask; readonly atRemoval: number }[] = [];

    /** One task leaves, the first one, and as many come as the size asks for. */
    const turnOver = async () => {
      for (let turn = 1; turn <= reloads; turn++) {
        const share = (turn * requests) / (reloads + 1);
        await until(
          "every task is served",
          async () => answered >= share && serving.every((task) => task.requests() > 0),
        );
        const [leaving, ...staying] = serving;
        const next = [...staying];
        while (next.length < sizes[turn % sizes.length]!) next.push(await start(`turn-${turn}-${next.length}`));
        const surplus = next.splice(sizes[turn % sizes.length]!);
        await nginx.put(fileFor(next));
        await nginx.reload();
        reloaded++;
        for (const task of [leaving!, ...surplus]) gone.push({ task, atRemoval: task.requests() });
        serving = next;
        // Those of the turn before have served nobody since; now they may stop, as a real task would.
        const stopped = gone.filter(({ task }) => tasks.includes(task)).slice(0, -3);
        for (const { task, atRemoval } of stopped) {
          expect(task.requests()).toBe(atRemoval);
          tasks.splice(tasks.indexOf(task), 1);
          await task.stop();
        }
      }
      await until("every task is served", async () => serving.every((task) => task.requests() > 0));
    };
    let isOver = false;
    /** To the end of the last turn, however slow the machine is. */
    const client = async () => {
      while (!isOver || answered < requests) {
        const { status, body } = await ask(nginx.port);
        answered++;
        if (status === 200) answers.set(body, (answers.get(body) ?? 0) + 1);
        else failed.push(`request ${answered}: status ${status}`);
      }
    };
    const clients = Array.from({ length: 16 }, client);
    await turnOver().finally(() => {
      isOver = true;
    });
    await Promise.all(clients);
    const started = ["first", ...gone.map(({ task }) => task.name), ...serving.map(({ name }) => name)];
    expect(answered).toBeGreaterThanOrEqual(requests);
    expect({ reloaded, failed }).toEqual({ reloaded: reloads, failed: [] });
    for (const { task, atRemoval } of gone) expect(task.requests()).toBe(atRemoval);
    expect([...answers.keys()].sort()).toEqual([...new Set(started)].sort());
    process.stdout.write(
      `${answered} requests, ${reloaded} reloads, ${failed.length} failed, ${answers.size} tasks served\n`,
    );
  });
});
