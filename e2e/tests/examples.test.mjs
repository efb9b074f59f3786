// The worked examples of the guide: each is played, and whatever its page in docs/guide claims must be what the program
// showed.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import test, { describe } from "node:test";
import { examples } from "../examples/all.mjs";
import { openStage } from "../support/stage.mjs";
import { expectWords } from "../support/words.mjs";

const guide = new URL("../../docs/guide/", import.meta.url);
const plain = (text) => text.replace(/\s+/g, " ").replace(/’/g, "'").trim();

/**
 * Both versions of the plan weave ways from at least three therapies, and the client agreed to each of them in their own
 * space. An example ends on the page of the revised plan.
 */
async function expectWovenAndAgreed({ page }) {
  const plan = new URL(page.url()).pathname;
  const agreed = [];
  for (const number of [1, 2]) {
    await page.goto(`${plan}/versions/${number}`);
    await expectWords(page, new RegExp(`Plan, version ${number}`), /Co-signed\s+by the client, /);
    const therapies = new Set((await page.locator(".strand-meta").allInnerTexts()).map((meta) => meta.split(" · ")[0]));
    assert.ok(therapies.size >= 3, `version ${number} has only ${[...therapies].join(" and ")}`);
    agreed.push(await page.getByRole("definition").filter({ hasText: /^by the client, / }).innerText());
  }
  assert.notEqual(agreed[0], agreed[1], "each version was agreed to on a day of its own");
}

// Two at a time: each waits for its browser most of the time.
describe("the worked examples", { concurrency: 2 }, () => {
  for (const [name, { begins, play }] of Object.entries(examples)) {
    test(`${name}: the guide says what the program shows`, async (t) => {
      const stage = await openStage({ begins });
      t.after(stage.end);
      await play(stage);
      await expectWovenAndAgreed(stage);
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
