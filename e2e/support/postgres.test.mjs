import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import test from "node:test";
import { startPostgres } from "./postgres.mjs";

test("a cluster of our own starts, answers and leaves nothing behind", async () => {
  const postgres = await startPostgres();
  const folder = new URL(postgres.url).searchParams.get("host");
  assert.equal(await postgres.query("SELECT 20 + 1"), "21");
  assert.equal(await postgres.query("SHOW listen_addresses"), "");
  await postgres.stop();
  assert.equal(existsSync(folder), false);
});
