import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { adminRole, type PostgresProcess, startPostgres, stopPostgres } from "./postgres-process.ts";
import { readServerLog } from "./server-log.ts";

/** Whom the tasks log in as. */
const taskRole = "api";
const startMs = 60_000;

export type Credentials = {
  /** The folder of its socket. */
  readonly host: string;
  readonly user: string;
  readonly database: string;
};

/** The slots of a server, by its own settings. */
export type ServerLimits = { readonly maxConnections: number; readonly reservedConnections: number };

/** A PostgreSQL server of one's own, and a superuser's session that watches it. What it is not told is as its package comes. */
export class PostgresServer {
  readonly asAdmin: Credentials;
  readonly forTasks: Credentials;
  readonly version: string;
  readonly limits: ServerLimits;
  readonly #process: PostgresProcess;
  readonly #admin: pg.Client;

  private constructor(running: PostgresProcess, admin: pg.Client, version: string, limits: ServerLimits) {
    this.#process = running;
    this.#admin = admin;
    this.asAdmin = { host: running.folder, user: adminRole, database: "postgres" };
    this.forTasks = { ...this.asAdmin, user: taskRole };
    this.version = version;
    this.limits = limits;
  }

  /**
   * @param settings of postgresql.conf
   * @throws Error where none is installed, or it doesn't come up; nothing is left of it then
   */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
    const running = await startPostgres(settings);
    try {
      const admin = await connectOnceUp(running);
      // It is ended with the server at the latest, which is no news then.
      admin.on("error", () => {});
      await admin.query(`create role ${taskRole} login`);
      const { version, limits } = await readSettings(admin);
      return new PostgresServer(running, admin, version, limits);
    } catch (error) {
      await stopPostgres(running);
      throw error;
    }
  }

  /** Sessions of clients, as RDS's DatabaseConnections counts them; `active`: those of tasks that execute something. */
  async sessions(): Promise<{ readonly open: number; readonly active: number }> {
    const { rows } = await this.#admin.query<{ open: number; active: number }>(
      `select count(*)::int as open, count(*) filter (where state = 'active' and usename = '${taskRole}')::int as active
       from pg_stat_activity where backend_type = 'client backend'`,
    );
    return rows[0]!;
  }

  /** What it has written down so far. */
  log(): string {
    return readServerLog(this.#process.folder);
  }

  async stop(): Promise<void> {
    await this.#admin.end().catch(() => {});
    await stopPostgres(this.#process);
  }
}

const connectOnceUp = async ({ child, folder }: PostgresProcess): Promise<pg.Client> => {
  const deadlineMs = Date.now() + startMs;
  while (Date.now() < deadlineMs && child.exitCode === null) {
    const client = new pg.Client({ host: folder, user: adminRole, database: "postgres" });
    const isUp = await client.connect().then(
      () => true,
      () => false,
    );
    if (isUp) return client;
    await client.end().catch(() => {});
    await pause(50);
  }
  throw new Error(`PostgreSQL did not come up:\n${readServerLog(folder)}`);
};

const readSettings = async (admin: pg.Client): Promise<{ version: string; limits: ServerLimits }> => {
  const { rows } = await admin.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings
     where name in ('server_version', 'max_connections', 'superuser_reserved_connections', 'reserved_connections')`,
  );
  const settings = new Map(rows.map(({ name, setting }) => [name, setting]));
  // Of 16 and later; 0 there, unless told otherwise.
  const reserved = Number(settings.get("reserved_connections") ?? 0);
  return {
    version: settings.get("server_version")!,
    limits: {
      maxConnections: Number(settings.get("max_connections")),
      reservedConnections: Number(settings.get("superuser_reserved_connections")) + reserved,
    },
  };
};
