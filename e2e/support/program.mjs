// Attune itself, with the demo practice.
import { access, mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { start, until } from "./process.mjs";

const built = fileURLToPath(new URL("../../target/debug/attune", import.meta.url));

/** The program's file, or an error that says how to get it. */
export async function program(executable = process.env.ATTUNE_PROGRAM ?? built) {
  await access(executable).catch(() => {
    throw new Error(`${executable} is not there: run \`cargo xtask test --only browser\`, or set ATTUNE_PROGRAM`);
  });
  return executable;
}

/**
 * Starts `attune demo` on a free port and waits until it answers.
 *
 * @param {{ data?: string, database?: string, clock?: string, executable?: string, seconds?: number }} options `data`: a folder to keep,
 *   else a new one that goes with the program. `database`: a PostgreSQL address instead of SQLite.
 *   `clock`: a file that says what time it is; the practice then begins without clients.
 * @returns {Promise<{ origin: string, data: string, output: () => string, stop: () => Promise<void> }>} `output` says
 *   who can sign in and how.
 */
export async function startProgram({ data, database, clock, executable, seconds } = {}) {
  const file = await program(executable);
  const folder = data ?? (await mkdtemp(join(tmpdir(), "attune-e2e-")));
  const port = await freePort();
  const args = ["demo", "--no-open", "--port", String(port), "--data", folder];
  if (database) args.push("--database", database);
  if (clock) args.push("--clock", clock);
  const running = start(file, args, { folder: data ? "" : folder });
  const origin = `http://127.0.0.1:${port}`;
  const answers = () => fetch(`${origin}/health`).then((answer) => answer.ok, () => false);
  await until(running, answers, "serve", seconds);
  return { origin, data: folder, output: running.output, stop: running.stop };
}

/** A port that nobody used a moment ago. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
