// The story of a life and its people: the line with two scales, the map of people, the joint map that becomes the
// drawing, and the arrows beside the diary.
import assert from "node:assert/strict";
import test from "node:test";
import { newClient } from "../pages/caseload.mjs";
import { formulation } from "../pages/formulate.mjs";
import { lifeLine, people } from "../pages/life.mjs";
import { space, spaceOf } from "../pages/space.mjs";
import { expectAccessible } from "../support/axe.mjs";
import { launchBrowser, sizes } from "../support/browser.mjs";
import { clientPath, colleagues, startDemo } from "../support/demo.mjs";
import { expectNoSidewaysScroll } from "../support/layout.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

const WHO = "Amara Okafor";

/** Looked at in both sizes and both themes; as pictures too, where a folder is named. */
async function look(page, name) {
  const before = page.viewportSize();
  for (const [width, size] of Object.entries({ 390: sizes.narrow, 1280: sizes.wide })) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      const folder = process.env.ATTUNE_PICTURES;
      if (folder) await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(before);
}

test("a life and its people in the fictional practice", async (t) => {
  const browser = await launchBrowser();
  const demo = await startDemo(browser);
  t.after(async () => {
    await browser.close();
    await demo.stop();
  });

  await t.test("the pages can be looked at by everybody", async () => {
    const { page, problems, close } = await demo.as(colleagues.clinician);
    const client = await clientPath(page, WHO);
    await lifeLine(page, client).open();
    await expectWords(page, /Two scales: years up to/);
    await look(page, "life");
    await people(page, client).open();
    await expectWords(page.locator("#says"), /Support and conflict at once: Chidi/);
    await look(page, "people");
    await page.goto(`${client}/formulate/diary`);
    await look(page, "diary");
    assert.deepEqual(problems, []);
    await close();
  });

  for (const [name, size] of Object.entries(sizes)) {
    await t.test(`a sign opens what hangs on it, by the keyboard (${name})`, async () => {
      const { page, problems, close } = await demo.as(colleagues.clinician, { size });
      const line = lifeLine(page, await clientPath(page, WHO));
      await line.open();
      await line.sign(/Looked after the little sister/).focus();
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/life#event-/);
      const entry = line.entry("Looked after the little sister");
      await expectWords(entry, /aged 9/);
      // To the factor that began after it, and back.
      await entry.getByRole("link").first().click();
      await page.waitForURL(/#story-/);
      await page.locator("li:target").getByRole("link", { name: /Looked after/ }).click();
      await page.waitForURL(/#event-/);
      await entry.getByRole("link", { name: "The sister" }).click();
      await page.waitForURL(/\/people#person-/);
      assert.deepEqual(problems, []);
      await close();
    });

    await t.test(`arrows beside the diary are read on this width (${name})`, async () => {
      const { page, problems, close } = await demo.as(colleagues.clinician, { size });
      await page.goto(`${await clientPath(page, WHO)}/formulate`);
      await page.goto(`${await clientPath(page, WHO)}/formulate/diary`);
      await expectWords(page.locator("main"), /diary/i);
      await expectNoSidewaysScroll(page);
      assert.deepEqual(problems, []);
      await close();
    });
  }

  await t.test("an event is told by an age, without scripts, and the line begins where it is asked to", async () => {
    const { page, problems, close } = await demo.as(colleagues.clinician, { scripts: false, size: sizes.narrow });
    const line = lifeLine(page, await clientPath(page, WHO));
    await line.open();
    await line.tell({ what: "A dog of her own", age: "6", sort: "a joy", side: "Relationships", felt: "good" });
    await expectWords(line.entry("A dog of her own"), /aged 6 \(\d{4}\/\d\d\)/);
    await page.getByLabel("Begin with the year").fill("2015");
    await page.getByRole("button", { name: "Show" }).click();
    assert.equal(await line.sign(/A dog of her own/).count(), 0);
    await expectWords(line.entry("A dog of her own"), /A dog of her own/);
    assert.deepEqual(problems, []);
    await close();
  });

  await t.test("somebody is put on the map, tied, told better, undone and taken off, without scripts", async () => {
    const { page, problems, close } = await demo.as(colleagues.clinician, { scripts: false, size: sizes.narrow });
    const map = people(page, await clientPath(page, WHO));
    await map.open();
    await map.put({ name: "Aunt Ngozi", part: "aunt or uncle", closeness: "very close", support: "gives support" });
    await expectWords(map.one("Aunt Ngozi"), /With the client: very close, gives support/);
    assert.doesNotMatch(page.url(), /Ngozi/);
    await map.tie("Aunt Ngozi", "Mother", "close");
    await expectWords(page.locator("#ties"), /Aunt Ngozi and Mother: close/);
    await map.breakOff("Aunt Ngozi");
    await expectWords(page.locator("#says"), /Broken off: Aunt Ngozi/);
    await map.undo("Aunt Ngozi");
    await expectWords(map.one("Aunt Ngozi"), /With the client: very close, gives support\./);
    await map.takeOff("Aunt Ngozi", "a mistake");
    await expectWords(page.locator("#taken-out"), /because: a mistake/);
    await page.getByRole("button", { name: /^Put it back ?: Aunt Ngozi/ }).click();
    await expectWords(page.locator("#ties"), /Aunt Ngozi and Mother: close/);
    assert.deepEqual(problems, []);
    await close();
  });

  await t.test("a card of the map leads to who it is", async () => {
    const { page, problems, close } = await demo.as(colleagues.clinician);
    const map = people(page, await clientPath(page, WHO));
    await map.open();
    await map.card(/^The manager/).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/people#person-/);
    await page.getByRole("button", { name: "Save as PNG" }).waitFor();
    assert.deepEqual(problems, []);
    await close();
  });
});

test("the joint map becomes the drawing in one press", async (t) => {
  const story = await beginStory("SQLite");
  t.after(() => story.end());
  const { page } = story;
  const mira = await newClient(page, { name: "Mira Okafor", words: "I cannot sleep.", area: "anxiety" });
  const drawing = formulation(page);
  await drawing.open(mira);
  await drawing.begin("Blank", [
    { words: "Worrying in bed", domain: "Thoughts" },
    { words: "Coffee", domain: "Behaviours" },
  ]);
  await spaceOf(page).open(mira);
  const link = await spaceOf(page).link();
  const phone = await story.open({ size: sizes.narrow });
  const at = phone.page;
  const onward = () => at.getByRole("button", { name: "Go on" }).click();
  await space(at).enter(link);
  await at.goto("/portal/map");
  for (const [index, words] of ["Poor sleep", "Worrying in bed"].entries()) {
    await at.getByLabel(`Thing ${index + 1}`, { exact: true }).fill(words);
    await at.getByLabel(`What is thing ${index + 1} about?`).selectOption({ index: 1 });
  }
  await onward();
  await at.getByLabel("Worrying in bed").check();
  await onward();
  await at.getByLabel("a lot").check();
  await at.getByLabel("it gets more").check();
  await onward();
  await onward();
  await at.getByRole("button", { name: "Show my map to my therapist" }).click();
  await page.goto(`${mira}/formulate/maps`);
  await page.locator("#propose").getByLabel("Coffee").uncheck();
  await page.getByRole("button", { name: "Put this to the client" }).click();
  await at.goto("/portal/map");
  await at.getByRole("button", { name: "I agree to this" }).click();

  await page.goto(`${mira}/formulate/maps`);
  await expectWords(page.locator("#take-over"), /“Coffee” goes/, /“Poor sleep” comes/);
  await look(page, "take-over");
  await page.getByRole("button", { name: "Make it the drawing" }).click();
  await page.waitForURL(/\/formulate#drawing$/);
  await expectWords(page.locator("#drawing"), /took the joint version over|Poor sleep/);
  await page.getByRole("button", { name: /^Undo/ }).first().click();
  await expectWords(page.locator("main"), /Coffee/);
  assert.deepEqual(story.problems, []);
});
