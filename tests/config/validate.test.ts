import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { validate } from "../../cli/validate.ts";
import { lines, withDatabases } from "./problem-row.ts";

const folder = mkdtempSync(join(tmpdir(), "headgate-validate-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, "headgate.yml");
const validated = (text: string, json = false) => {
  writeFileSync(file, text);
  const { exitCode, output } = validate(file, { json });
  return { exitCode, output: output.replaceAll(file, "headgate.yml") };
};

const valid = lines(
  "version: 1",
  "name: shop",
  "defaults: { cluster: shop, signals: { cpu: 70 } }",
  "databases:",
  "  orders-db: { instance: db-1, engine: postgres, maxConnections: 200, connectors: { jobs: 10 } }",
  "  users-db: { instance: db-2, engine: mysql }",
  "services:",
  "  gateway: { }",
  "  order: { pools: { orders-db: 12 } }",
  "  stock: { pools: { orders-db: 4 }, tasks: { min: 1, max: 4 } }",
  "  user: { pools: { users-db: 5 } }",
);

describe("validate prints", () => {
  it("problems like a compiler, with the line, a mark and the fix", () => {
    const text = withDatabases("  db: { instance: db-1, engine: postgers, maxConnections: 100 }", "  \u00fc: 1");
    expect(validated(text)).toEqual({
      exitCode: 1,
      output: [
        "headgate.yml:4:33 error not-one-of databases.db.engine: engine is postgers; it must be postgres, mysql or mariadb",
        "  4 |   db: { instance: db-1, engine: postgers, maxConnections: 100 }",
        "                                      ^",
        "  fix: did you mean postgres?",
        "",
        'headgate.yml:5:3 error illegal-name databases["ü"]: ü is not a legal name: a name is 1 to 128 letters, digits, - and _, and begins with a letter or a digit',
        "  5 |   ü: 1",
        "        ^",
        "  fix: choose another name within this rule",
        "headgate.yml: refused, 2 problems",
      ].join("\n"),
    });
  });

  it("warnings, the domains and each database's arithmetic of a valid file", () => {
    expect(validated(valid)).toEqual({
      exitCode: 0,
      output: [
        "headgate.yml:6:3 warning limit-unknown databases.users-db.maxConnections: the limit of users-db is not in the file, so nothing is scaled out on it until it is found in AWS",
        "  6 |   users-db: { instance: db-2, engine: mysql }",
        "        ^",
        "  fix: nothing, where the function limits may read it; or add maxConnections with what SHOW max_connections (or SHOW VARIABLES LIKE 'max_connections') answers on the instance",
        "",
        "Domains: what is decided together",
        "  gateway: gateway (no database)",
        "  order: order, stock (orders-db)",
        "  user: user (users-db)",
        "",
        "orders-db (postgres, db-1): budget 200 - 8 reserved - 10 margin - 2 replacement - 10 connectors = 170; other sessions are measured and come off",
        "  service    k  tasks  k x min  k x max  fit",
        "  order     12  3..20       36      240   13",
        "  stock      4   1..4        4       16    4",
        "  together                  40      256",
        '  The minimums fit: 40 of 170. The maximums don\'t: 256. "fit" is the most tasks while the others are at their minimum.',
        "",
        "users-db (mysql, db-2): limit read from AWS: nothing is scaled out on it until then; other sessions are measured and come off",
        "  service   k  tasks  k x min  k x max      fit",
        "  user      5  3..20       15      100  unknown",
        "  together                 15      100",
        "",
        "headgate.yml: valid, 4 services, 2 databases, 1 warning",
      ].join("\n"),
    });
  });

  it("the same as JSON for machines", () => {
    const ok = validated(valid, true);
    expect(ok.exitCode).toBe(0);
    expect(JSON.parse(ok.output)).toMatchObject({
      kind: "ok",
      warnings: [{ code: "limit-unknown", line: 6 }],
      domains: [{ id: "gateway" }, { id: "order" }, { id: "user" }],
      databases: [
        {
          name: "orders-db",
          limit: 200,
          reserved: 8,
          margin: 10,
          replacement: 2,
          connectors: 10,
          unmanaged: null,
          connections: 170,
          services: [
            { name: "order", connectionsPerTask: 12, minTasks: 3, maxTasks: 20, leastConnections: 36 },
            { name: "stock", connectionsPerTask: 4, minTasks: 1, maxTasks: 4, leastConnections: 4 },
          ],
        },
        { name: "users-db", limit: null, connections: null },
      ],
    });
    const refused = validated("", true);
    expect(refused.exitCode).toBe(1);
    expect(JSON.parse(refused.output)).toMatchObject({ kind: "refused", problems: [{ code: "empty-file", line: 1 }] });
  });

  it("a file that isn't there, with its own exit code", () => {
    const missing = validate(join(folder, "nothing.yml"));
    expect(missing.exitCode).toBe(2);
    expect(missing.output).toContain("nothing.yml: can't be read: ENOENT");
    expect(JSON.parse(validate(join(folder, "nothing.yml"), { json: true }).output)).toMatchObject({
      kind: "unreadable",
    });
  });

  it("the mark under the right column behind a wide line number, tabs and a byte order mark", () => {
    const text = `\uFEFF${"# \n".repeat(9)}version: 1\nname: shop\nservices: { a: { cluster: shop }, b:\t{ modee: scale, cluster: shop } }\n`;
    expect(validated(text).output).toContain(
      "  12 | services: { a: { cluster: shop }, b: { modee: scale, cluster: shop } }\n                                              ^\n",
    );
  });
});
