import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { start, until } from "./process.mjs";

const sleeper = "trap 'echo good-bye; exit 0' TERM; echo ready; while :; do sleep 0.05; done";

test("a program is stopped politely and its folder goes with it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "attune-e2e-"));
  const program = start("sh", ["-c", sleeper], { folder });
  await until(program, async () => program.output().includes("ready"), "begin");
  await program.stop();
  assert.match(program.output(), /good-bye/);
  assert.equal(existsSync(folder), false);
});

test("a program that stops by itself is reported with what it printed", async () => {
  const program = start("sh", ["-c", "echo out of paper >&2; exit 3"]);
  await assert.rejects(
    until(program, async () => false, "print"),
    /did not print: it stopped.*out of paper/s,
  );
});

test("a program does not outlive tests that are killed", async () => {
  const code = `
    import { start, until } from ${JSON.stringify(new URL("process.mjs", import.meta.url).href)};
    const program = start("sh", ["-c", "echo id $$; exec sleep 600"]);
    await until(program, async () => program.output().includes("id"), "begin");
    console.log(program.output());
    setInterval(() => {}, 1000);`;
  const tests = spawn(process.execPath, ["--input-type=module", "--eval", code], { stdio: ["ignore", "pipe", "inherit"] });
  const printed = await new Promise((resolve) => tests.stdout.once("data", (data) => resolve(String(data))));
  const id = Number(printed.match(/id (\d+)/)[1]);
  const runs = () => {
    try {
      return process.kill(id, 0);
    } catch {
      return false;
    }
  };
  assert.equal(runs(), true);
  tests.kill("SIGKILL");
  for (let round = 0; runs() && round < 100; round += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(runs(), false);
});
