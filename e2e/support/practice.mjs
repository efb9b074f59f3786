// A new practice without anybody in it but the first clinician: what somebody has who has just installed the program.
import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { firstVisit } from "./people.mjs";
import { start, until } from "./process.mjs";
import { freePort, program as built } from "./program.mjs";

const run = promisify(execFile);
const passphrase = { ATTUNE_PASSPHRASE: "slow boats under willows" };

/**
 * Makes a practice with `attune init` and serves it.
 *
 * @param {{ database?: string, environment?: Record<string, string> }} options a PostgreSQL address instead of SQLite; what
 *   else the program is told when it serves
 * @returns {Promise<{ origin: string, link: string, account: (...args: string[]) => Promise<string>,
 *   command: (...args: string[]) => Promise<string>,
 *   join: (page: import("playwright-core").Page, person: object) => Promise<object>, stop: () => Promise<void> }>}
 *   `link` lets the first clinician set a password; `account` is `attune account` on this practice, answering with what
 *   it printed, and `command` any other; `join` adds a person and makes their first visit.
 */
export async function startPractice({ database, environment = {} } = {}) {
  const executable = await built();
  const folder = await mkdtemp(join(tmpdir(), "attune-practice-"));
  const data = join(folder, "data");
  const command = async (...args) => {
    const { stdout } = await run(executable, [...args, "--data", data], { env: { ...process.env, ...passphrase } });
    return stdout;
  };
  const choice = database ? ["--database", database] : [];
  const made = await command("init", "--name", first.name, "--email", first.email, ...choice);

  const port = await freePort();
  const server = start(executable, ["serve", "--data", data, "--port", String(port)], { folder, env: { ...passphrase, ...environment } });
  const origin = `http://127.0.0.1:${port}`;
  const answers = () => fetch(`${origin}/health`).then((answer) => answer.ok, () => false);
  await until(server, answers, "serve");

  const account = (...args) => command("account", ...args);
  return {
    origin,
    link: linkIn(made),
    account,
    command,
    join: async (page, { name, email, roles }) => {
      const printed = await account("add", "--name", name, "--email", email, "--roles", roles);
      return firstVisit(page, { name, email, link: linkIn(printed) });
    },
    output: server.output,
    stop: server.stop,
  };
}

/** Who makes the practice: clinician and administrator. */
export const first = { name: "Dr Jonas Weil", email: "jonas@example.org" };

/** The path of a set-up link; its host is the practice's public one, not the test's. */
function linkIn(printed) {
  const found = printed.match(/https?:\/\/\S+(\/welcome\/\S+)/);
  if (!found) throw new Error(`no set-up link was printed:\n${printed}`);
  return found[1];
}
