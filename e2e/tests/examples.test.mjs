// The worked examples of the guide: each is played, and whatever its page in docs/guide claims must be what the program
// showed.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import test, { describe } from "node:test";
import { examples } from "../examples/all.mjs";
import { openStage } from "../support/stage.mjs";

const guide = new URL("../../docs/guide/", import.meta.url);
const plain = (text) => text.replace(/\s+/g, " ").replace(/’/g, "'").trim();

// Two at a time: each waits for its browser most of the time.
describe("the worked examples", { concurrency: 2 }, () => {
  for (const [name, { begins, play }] of Object.entries(examples)) {
    test(`${name}: the guide says what the program shows`, async (t) => {
      const stage = await openStage({ begins });
      t.after(stage.end);
      await play(stage);
      assert.deepEqual(stage.problems, []);

      const page = await readFile(new URL(`${name}.md`, guide), "utf8");
      const shown = [...page.matchAll(/pictures\/([a-z-]+)\.png/g)].map((found) => found[1]);
      assert.deepEqual(shown.toSorted(), stage.drawn.toSorted(), "pictures that are drawn and pictures that are shown");
      const drawn = await readdir(new URL("pictures/", guide));
      for (const picture of shown) assert.ok(drawn.includes(`${picture}.png`), `${picture}: run \`cargo xtask screenshots\``);

      const seen = plain(stage.seen());
      const text = page.replace(/<img[^>]*>|!?\[[^\]]*\]\([^)]*\)/g, "");
      const cited = [...text.matchAll(/\*([^*]+)\*/g)].map((found) => plain(found[1]));
      assert.ok(cited.length > 8, `${name}.md cites next to nothing`);
      const lacking = cited.filter((words) => !seen.includes(words));
      assert.deepEqual(lacking, [], "cited, but no page said so");

      // Numbers outside of citations must have been seen as well. The names of questionnaires hold a digit of their own.
      const prose = text.replace(/\*[^*]+\*/g, "").replace(/\b[A-Z]+-\d\b/g, "");
      const numbers = [...prose.matchAll(/\d[\d.,]*/g)].map((found) => found[0]);
      assert.deepEqual(numbers.filter((number) => !seen.includes(number)), [], "numbers that no page showed");
    });
  }
});
