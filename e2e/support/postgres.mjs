// A PostgreSQL of our own: a new cluster in a temporary folder, reached through a socket in that folder alone.
import { execFile } from "node:child_process";
import { chown, mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { start, until } from "./process.mjs";

const run = promisify(execFile);

/**
 * Starts a cluster with one empty database.
 *
 * @returns {Promise<{ url: string, query: (sql: string) => Promise<string>, stop: () => Promise<void> }>} `url` is what
 *   `--database` takes; `query` answers with bare rows.
 */
export async function startPostgres() {
  const programs = process.env.ATTUNE_POSTGRESQL ?? (await find());
  const user = await serverUser();
  const folder = await mkdtemp(join(tmpdir(), "attune-postgres-"));
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid);
  const cluster = join(folder, "data");
  const options = { ...user, cwd: folder };
  await run(
    join(programs, "initdb"),
    ["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--pgdata", cluster],
    options,
  );
  // No port, so that nobody else gets in. A power cut may spoil a test database.
  const settings = ["listen_addresses=", `unix_socket_directories=${folder}`, "fsync=off", "full_page_writes=off"];
  const server = start(
    join(programs, "postgres"),
    ["-D", cluster, ...settings.flatMap((setting) => ["-c", setting])],
    // SIGINT ends PostgreSQL at once; SIGTERM would wait for its clients.
    { signal: "INT", folder, ...user },
  );
  const connect = ["--host", folder, "--username", "postgres"];
  const isReady = () => run(join(programs, "pg_isready"), ["--quiet", ...connect]).then(() => true, () => false);
  await until(server, isReady, "start PostgreSQL");
  await run(join(programs, "createdb"), [...connect, "attune"]);
  const query = async (sql) => {
    const bare = ["--no-psqlrc", "--tuples-only", "--no-align", "--dbname", "attune", "--command", sql];
    return (await run(join(programs, "psql"), [...connect, ...bare])).stdout.trimEnd();
  };
  return { url: `postgres:///attune?host=${folder}&user=postgres`, query, stop: server.stop };
}

/** PostgreSQL refuses to run as root: its own user then, the current one else. */
async function serverUser() {
  if (process.getuid() !== 0) return {};
  const id = async (kind) => Number((await run("id", [kind, "postgres"])).stdout);
  return { uid: await id("-u"), gid: await id("-g") };
}

async function find() {
  const versions = await readdir("/usr/lib/postgresql").catch(() => []);
  const newest = versions.map(Number).filter((version) => version >= 15).sort((a, b) => b - a)[0];
  if (newest === undefined) throw new Error("PostgreSQL 15 or newer is not there: run `cargo xtask test --only browser`");
  return `/usr/lib/postgresql/${newest}/bin`;
}
