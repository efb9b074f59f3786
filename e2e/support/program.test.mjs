import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { startProgram } from "./program.mjs";

/** Stands in for the program: these are tests of how it is started, not of what it does. */
async function standIn(t, source) {
  const folder = await mkdtemp(join(tmpdir(), "attune-e2e-"));
  t.after(() => rm(folder, { recursive: true }));
  const executable = join(folder, "attune.mjs");
  await writeFile(executable, `#!/usr/bin/env node\n${source}`, { mode: 0o755 });
  return executable;
}

const answering = `
  import { createServer } from "node:http";
  console.log("asked for:", process.argv.slice(2).join(" "));
  const port = Number(process.argv[process.argv.indexOf("--port") + 1]);
  const serve = () => createServer((request, answer) => answer.writeHead(request.url === "/health" ? 200 : 404).end()).listen(port);
  setTimeout(serve, 200);`;

test("the program is waited for, and its folder goes when it stops", async (t) => {
  const program = await startProgram({ executable: await standIn(t, answering), database: "postgres:///attune" });
  assert.equal((await fetch(`${program.origin}/health`)).ok, true);
  assert.match(program.output(), /demo --no-open --port \d+ --data .* --database postgres:\/\/\/attune/);
  assert.equal(existsSync(program.data), true);
  await program.stop();
  assert.equal(existsSync(program.data), false);
});

test("a folder of the test's own is kept", async (t) => {
  const data = await mkdtemp(join(tmpdir(), "attune-e2e-"));
  t.after(() => rm(data, { recursive: true }));
  const program = await startProgram({ executable: await standIn(t, answering), data });
  await program.stop();
  assert.equal(existsSync(data), true);
});

test("a program that cannot start says why", async (t) => {
  const executable = await standIn(t, 'console.error("the folder is locked"); process.exit(1);');
  await assert.rejects(startProgram({ executable }), /did not serve.*the folder is locked/s);
  await assert.rejects(startProgram({ executable: "/no/such/attune" }), /cargo xtask test/);
});
