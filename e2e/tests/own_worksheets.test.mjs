// A worksheet of the practice's own: begun from one that ships, refused with the place to mend, kept, given to a client,
// filled in on a phone; and a later version changes nothing that was filled in before.
import assert from "node:assert/strict";
import test, { after, before, describe } from "node:test";
import { newClient } from "../pages/caseload.mjs";
import { space, spaceOf } from "../pages/space.mjs";
import { sizes } from "../support/browser.mjs";
import { expectThisForEverybody, follow, reach } from "../support/everybody.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

const ID = "my-relationship-episode";
const NAME = "An evening between us";

describe("own worksheets", () => {
  let story;
  let client;
  let phone;
  let whole;
  before(async () => {
    story = await beginStory("SQLite");
    client = await newClient(story.page, { name: "Mira Okafor", words: "We shout, then nobody speaks.", area: "relationship" });
    await spaceOf(story.page).open(client);
    phone = (await story.open({ size: sizes.narrow })).page;
    await space(phone).enter(await spaceOf(story.page).link());
  });
  after(() => story.end());

  const text = () => story.page.getByLabel(/^The worksheet/);
  const shown = () => story.page.locator("section[aria-labelledby=preview]");
  const own = () => story.page.locator("section[aria-labelledby=own] > ul > li").filter({ hasText: NAME });
  async function forEverybody(page, size) {
    await expectThisForEverybody(page);
    await page.setViewportSize(size);
  }

  test("it begins as a copy of one that ships, under an id of its own", async () => {
    const { page } = story;
    await page.goto("/practice/worksheets");
    await expectWords(page, /Worksheets you write stand here/);
    await forEverybody(page, sizes.wide);
    await page.getByRole("link", { name: /^Begin one from this ?: A moment between us/ }).click();
    const begun = await text().inputValue();
    assert.match(begun, new RegExp(`^id = "${ID}"$`, "m"));
    assert.match(begun, /^version = 1$/m);
    whole = begun
      .replace(/^name = .*$/m, `name = "${NAME}"`)
      .replace('label = "What happened between you?"', 'label = "What happened at supper?"');
    await forEverybody(page, sizes.wide);
  });

  for (const [name, size] of Object.entries(sizes)) {
    test(`a mistake is refused with its line and column, and nothing typed is lost (${name})`, async () => {
      const { page } = story;
      await page.setViewportSize(size);
      const broken = whole.replace('kind = "record"', 'kind = "rekord"');
      const before = broken.slice(0, broken.indexOf('"rekord"')).split("\n");
      await text().fill(broken);
      await page.getByRole("button", { name: "Show what it asks" }).click();
      const place = `Line ${before.length}, column ${before.at(-1).length + 1}`;
      await expectWords(page.getByRole("alert"), new RegExp(`${place}: `), /rekord/, /kind = "rekord"/, /stands below as it was/);
      assert.equal(await text().inputValue(), broken);
      assert.equal(await shown().count(), 0, "nothing is shown of what cannot be read");
      assert.equal(await page.getByRole("button", { name: "Keep it" }).count(), 0);
      await forEverybody(page, size);
    });
  }

  test("mended, it shows what it asks and is kept, with the keyboard", async () => {
    const { page } = story;
    await page.setViewportSize(sizes.wide);
    await text().fill(whole);
    await follow(page, "Show what it asks");
    await expectWords(shown(), /An evening between us/, /What happened at supper\? \(words\)/);
    assert.equal(await text().inputValue(), whole);
    await forEverybody(page, sizes.wide);
    await follow(page, "Keep it");
    await expectWords(page.getByRole("status"), /^Kept\./);
    await expectWords(own(), /1 version, the last saved .* by Dr Jonas Weil/);
    await forEverybody(page, sizes.wide);
  });

  test("it is given to a client, who fills it in on the phone", async () => {
    const { page } = story;
    await page.goto(`${client}/worksheets/${ID}`);
    await page.getByLabel("What for, in the words agreed").fill("for the suppers");
    await page.getByRole("button", { name: "Give it to the client" }).click();
    await expectWords(page, /for the suppers/);

    await phone.goto("/portal/worksheets");
    await expectWords(phone, /An evening between us/, /for the suppers/);
    await phone.getByRole("link", { name: /^Fill it in ?: An evening/ }).click();
    await expectThisForEverybody(phone);
    await reach(phone, "What happened at supper?");
    await phone.keyboard.insertText("he put the spoon down");
    await follow(phone, "Save this sheet");
    await expectWords(phone, /Thank you/);

    await page.goto(`${client}/worksheets/${ID}`);
    await expectWords(page.locator("section[aria-labelledby=sheets]"), /he put the spoon down/);
  });

  test("a later version asks in new words, and what was filled in keeps the old ones", async () => {
    const { page } = story;
    await page.goto("/practice/worksheets");
    await own().getByRole("link", { name: /^Change +An evening/ }).click();
    const next = (await text().inputValue()).replace("What happened at supper?", "What happened at the table?");
    assert.match(next, /^version = 2$/m);
    await text().fill(next);
    await page.getByRole("button", { name: "Show what it asks" }).click();
    await page.getByRole("button", { name: "Keep it" }).click();
    await expectWords(own(), /2 versions/);
    await page.goto(`${client}/worksheets/${ID}`);
    await page.locator("section[aria-labelledby=sheets] a").first().click();
    await expectWords(page, /What happened at supper\?/, /he put the spoon down/);
    await phone.goto("/portal/worksheets");
    await phone.getByRole("link", { name: /^Fill it in ?: An evening/ }).click();
    await expectWords(phone, /What happened at the table\?/);
  });

  test("taken out of use, it is offered nowhere, and comes back", async () => {
    const { page } = story;
    await page.goto("/practice/worksheets");
    await own().getByRole("button", { name: /^Stop giving it out ?: An evening/ }).click();
    await expectWords(own(), /not given out any more/);
    await forEverybody(page, sizes.wide);
    await page.goto(`${client}/worksheets`);
    assert.equal(await page.locator(`a[href$="/worksheets/${ID}"]`).count(), 0);
    await page.goto("/practice/worksheets");
    await own().getByRole("button", { name: /^Give it out again ?: An evening/ }).click();
    await own().getByRole("button", { name: /^Stop giving it out ?: An evening/ }).waitFor();
  });

  test("nothing went wrong on any page", () => assert.deepEqual(story.problems, []));
});
