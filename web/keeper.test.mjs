// The rules of keeping a text while it is written, without a browser and without waiting.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { build } from "esbuild";

async function load(path) {
  const entry = fileURLToPath(new URL(path, import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: "esm", write: false });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

const { Keeper } = await load("src/keeper.ts");
const { retryDelay } = await load("src/retry.ts");

/** A desk whose server answers what it is told to, in order, and then keeps everything. */
function desk(...answers) {
  const seen = { text: "", sent: [], shown: [] };
  const keeper = new Keeper({
    read: () => ({ text: seen.text }),
    send: async (snapshot) => {
      seen.sent.push(snapshot);
      return answers.shift() ?? "kept";
    },
    show: (standing) => seen.shown.push(standing),
  });
  const type = (text) => {
    seen.text = text;
    keeper.changed();
  };
  return { keeper, seen, type };
}

/** Lets everything run that waits for nothing but its turn. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Runs with a clock that the test moves. */
function withClock(name, run) {
  test(name, async (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const pass = async (milliseconds) => {
      context.mock.timers.tick(milliseconds);
      await turn();
    };
    await run(pass);
  });
}

withClock("keeps once somebody has stopped typing, and not before", async (pass) => {
  const { keeper, seen, type } = desk();
  type("Mira");
  await pass(1_000);
  type("Mira called");
  await pass(600);
  assert.deepEqual(seen.sent, []);
  assert.equal(keeper.unsaved, true);
  await pass(1_500);
  assert.deepEqual(seen.sent, [{ text: "Mira called" }]);
  assert.deepEqual(seen.shown, ["waiting", "kept"]);
  assert.equal(keeper.unsaved, false);
});

withClock("keeps somebody who never stops typing", async (pass) => {
  const { seen, type } = desk();
  for (let second = 0; second < 20; second += 1) {
    type(`word ${second}`);
    await pass(1_000);
  }
  assert.ok(seen.sent.length >= 1);
});

withClock("repeats a lost attempt unchanged before it sends anything newer", async (pass) => {
  const { keeper, seen, type } = desk("unreachable", "unreachable");
  type("first");
  await pass(1_500);
  type("first and second");
  await pass(2_000);
  await pass(4_000);
  assert.equal(seen.sent[0], seen.sent[1]);
  assert.equal(seen.sent[1], seen.sent[2]);
  await pass(1_500);
  assert.deepEqual(seen.sent[3], { text: "first and second" });
  assert.equal(keeper.unsaved, false);
  assert.deepEqual(seen.shown, ["waiting", "unreachable", "unreachable", "waiting", "kept"]);
});

withClock("tries at once when the connection is back", async (pass) => {
  const { keeper, seen, type } = desk("unreachable");
  type("text");
  await pass(1_500);
  keeper.hurry();
  await turn();
  assert.equal(seen.sent.length, 2);
  assert.equal(keeper.unsaved, false);
});

withClock("after a conflict nothing more is sent behind somebody's back", async (pass) => {
  const { keeper, seen, type } = desk("conflict");
  type("mine");
  await pass(1_500);
  type("mine, longer");
  await pass(60_000);
  assert.equal(seen.sent.length, 1);
  assert.equal(keeper.unsaved, true);
  assert.equal(seen.shown.at(-1), "conflict");
});

withClock("a refused text is tried again only after it has changed", async (pass) => {
  const { seen, type } = desk("refused");
  type("5o");
  await pass(1_500);
  await pass(60_000);
  assert.equal(seen.sent.length, 1);
  type("50");
  await pass(1_500);
  assert.deepEqual(seen.shown, ["waiting", "refused", "waiting", "kept"]);
});

withClock("settling sends at once and says where that leaves us", async (pass) => {
  const kept = desk();
  kept.type("text");
  assert.equal(await kept.keeper.settle(), "kept");
  const lost = desk("unreachable");
  lost.type("text");
  assert.equal(await lost.keeper.settle(), "unreachable");
  assert.equal(lost.keeper.unsaved, true);
  await pass(2_000);
  assert.equal(lost.keeper.unsaved, false);
});

withClock("an edit made while an attempt is under way is kept as well", async (pass) => {
  const { keeper, seen, type } = desk();
  type("one");
  await pass(1_499);
  await pass(1);
  type("two");
  await pass(1_500);
  assert.deepEqual(seen.sent, [{ text: "one" }, { text: "two" }]);
  assert.equal(keeper.unsaved, false);
});

test("waits twice as long each time, at most a minute", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5, 50].map(retryDelay), [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
});
