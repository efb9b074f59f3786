// Programs that run beside the tests and end with them, whichever way the tests end.
import { spawn } from "node:child_process";

// A shell between us and the program. It holds the other end of our pipe: when we close it, or are killed, the read
// ends, the program is asked to stop, and its folder goes. SIGTERM and friends reach us, not the shell.
const KEEPER = `
  signal=$1; folder=$2; shift 2
  exec 3<&0
  "$@" </dev/null 3<&- & program=$!
  trap '' INT TERM HUP
  { read -r _ <&3; kill -s "$signal" $program; sleep 10; kill -s KILL $program; } >/dev/null 2>&1 & reader=$!
  wait $program; code=$?
  kill -s KILL $reader 2>/dev/null
  [ -z "$folder" ] || rm -rf "$folder"
  exit $code`;

/**
 * Starts a program.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ signal?: string, folder?: string, uid?: number, gid?: number, env?: object }} options `signal` asks it to
 *   stop; `folder` is removed once it has.
 * @returns {{ output: () => string, ended: () => boolean, stop: () => Promise<void> }} `output` is all that it printed.
 */
export function start(command, args, { signal = "TERM", folder = "", uid, gid, env = {} } = {}) {
  const keeper = spawn("sh", ["-c", KEEPER, "keeper", signal, folder, command, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    cwd: folder || undefined,
    env: { ...process.env, ...env },
    uid,
    gid,
  });
  let printed = "";
  for (const stream of [keeper.stdout, keeper.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text) => (printed += text));
  }
  let ended = false;
  const exit = new Promise((resolve) => {
    const end = (problem) => {
      if (problem instanceof Error) printed += `\n${problem.message}`;
      ended = true;
      resolve();
    };
    keeper.on("exit", end);
    keeper.on("error", end);
  });
  // The program may be gone by the time we say good-bye.
  keeper.stdin.on("error", () => {});
  return {
    output: () => printed,
    ended: () => ended,
    stop: async () => {
      keeper.stdin.end();
      await exit;
    },
  };
}

/**
 * Waits until `question` answers true.
 *
 * @param {ReturnType<typeof start>} program what is waited for; its end or the time limit is an error with its output
 * @param {() => Promise<boolean>} question
 * @param {string} what for the error: "did not ..."
 */
export async function until(program, question, what, seconds = 60) {
  const limit = Date.now() + seconds * 1000;
  while (!(await question())) {
    if (program.ended() || Date.now() > limit) {
      const why = program.ended() ? "stopped" : `was still not ready after ${seconds} s`;
      const output = program.output();
      await program.stop();
      throw new Error(`did not ${what}: it ${why}. It printed:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
