// Erasing a record for good: what is asked first, what is refused, and that nobody finds the client afterwards.
import assert from "node:assert/strict";
import test, { after, before, describe } from "node:test";
import { caseload, newClient } from "../pages/caseload.mjs";
import { sizes } from "../support/browser.mjs";
import { expectThisForEverybody, follow, reach, type } from "../support/everybody.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

/** Who goes, each at another size of the window, and who stays. */
const leaving = [
  { name: "Mira Okafor", words: "I hide the violet envelopes.", size: sizes.wide },
  { name: "Jo Lindqvist", words: "I count the violet tiles.", size: sizes.narrow },
];
const staying = { name: "Tomas Rey", words: "I water the violet pots." };

describe("erasing", () => {
  let story;
  const path = new Map();
  before(async () => {
    story = await beginStory("SQLite");
    for (const { name, words } of [...leaving, staying]) {
      path.set(name, await newClient(story.page, { name, words, area: "anxiety" }));
    }
  });
  after(() => story.end());

  const name = (page) => page.getByLabel(/^Type the name/);
  const erase = (page) => page.getByRole("button", { name: "Erase this record" }).click();
  async function found(page) {
    await page.goto("/search");
    await page.getByLabel("Words").fill("violet");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("status").waitFor();
    return page.getByRole("main").getByRole("heading", { level: 2 }).allInnerTexts();
  }

  test("all three are on the caseload, and their words are found", async () => {
    await caseload(story.page).open();
    const all = [...leaving, staying].map((one) => one.name).sort();
    assert.deepEqual((await caseload(story.page).names()).sort(), all);
    assert.deepEqual((await found(story.page)).sort(), all);
  });

  test("the page says what goes and what stays, and can be left", async () => {
    const { page } = story;
    const client = path.get("Mira Okafor");
    await page.goto(`${client}/access`);
    await follow(page, "Erase this record for good");
    await expectWords(page, /Nobody can bring it back/, /What goes/, /What stays/, /Copies of the keyring/, /keep records for years/);
    await expectThisForEverybody(page);
    await page.setViewportSize(sizes.wide);
    await follow(page, "Back, keep the record");
    await page.waitForURL(`**${client}/access`);
  });

  for (const { name: who, size } of leaving) {
    test(`the wrong name erases nothing (${size.width})`, async () => {
      const { page } = story;
      await page.setViewportSize(size);
      await page.goto(`${path.get(who)}/access/erase`);
      // Without a reason the browser itself stops here.
      await name(page).fill(who);
      await erase(page);
      assert.equal(await page.getByLabel("the client asked for it").evaluate((radio) => radio.validity.valueMissing), true);

      await page.getByLabel("the client asked for it").check();
      for (const wrong of [who.toLowerCase(), who.split(" ")[0], staying.name]) {
        await name(page).fill(wrong);
        await erase(page);
        await expectWords(page.getByRole("alert"), /Nothing was erased/, /another one than the one of this record/);
        assert.equal(await name(page).inputValue(), wrong);
        assert.ok(await page.getByLabel("the client asked for it").isChecked());
      }
      await expectThisForEverybody(page);
      await page.setViewportSize(size);
      assert.equal((await page.goto(path.get(who))).status(), 200);
    });

    test(`with the name, by keyboard, the client is gone (${size.width})`, async () => {
      const { page } = story;
      const client = path.get(who);
      await page.goto(`${client}/access/erase`);
      await reach(page, /the client asked for it/);
      await page.keyboard.press("Space");
      await type(page, /^Type the name/, ` ${who.replace(" ", "  ")} `);
      await follow(page, "Erase this record");
      await expectWords(page.getByRole("status"), /erased for good/);
      await expectThisForEverybody(page);
      await page.setViewportSize(size);

      assert.ok(!(await caseload(page).names()).includes(who));
      assert.ok(!(await found(page)).includes(who));
      for (const place of ["", "/plan", "/access", "/access/erase"]) {
        assert.equal((await page.goto(client + place)).status(), 404, place);
        assert.ok(!(await page.content()).includes(who), place);
      }
      // The confirmation speaks of what was just done: it is gone with the next page.
      await caseload(page).open();
      assert.doesNotMatch(await page.getByRole("main").innerText(), /erased for good/);

      await page.goto("/practice/audit");
      const end = client.slice(-8);
      const lines = page.getByRole("row").filter({ hasText: end });
      await lines.first().waitFor();
      assert.match((await lines.allInnerTexts()).join("\n"), /erased the record: the client asked for it/);
      assert.ok(!(await page.content()).includes(who), "the audit names nobody");
    });
  }

  test("whoever stays is untouched", async () => {
    const { page } = story;
    await caseload(page).open();
    assert.deepEqual(await caseload(page).names(), [staying.name]);
    assert.deepEqual(await found(page), [staying.name]);
    await page.goto(path.get(staying.name));
    await expectWords(page, /I water the violet pots/);
  });

  test("nothing went wrong on any page", () => assert.deepEqual(story.problems, []));
});
