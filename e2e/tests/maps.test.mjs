// Two maps, one story: the client draws on a phone, without scripts; both look; both agree.
import assert from "node:assert/strict";
import test from "node:test";
import { newClient } from "../pages/caseload.mjs";
import { formulation } from "../pages/formulate.mjs";
import { space, spaceOf } from "../pages/space.mjs";
import { expectAccessible } from "../support/axe.mjs";
import { sizes } from "../support/browser.mjs";
import { expectNoSidewaysScroll } from "../support/layout.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

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

test("two maps, one story", async (t) => {
  const story = await beginStory("SQLite");
  t.after(() => story.end());
  const { page } = story;
  const mira = await newClient(page, { name: "Mira Okafor", words: "I cannot sleep.", area: "anxiety" });
  const drawing = formulation(page);
  await drawing.open(mira);
  await drawing.begin("Blank", [
    { words: "Worrying in bed", domain: "Thoughts" },
    { words: "Poor sleep", domain: "Behaviours" },
  ]);
  await drawing.influence({ from: "Worrying in bed", to: "Poor sleep", strength: 3 });
  await page.goto(`${mira}/formulate/maps`);
  await expectWords(page, /The client has shown no map yet/);
  await look(page, "maps-empty");
  await spaceOf(page).open(mira);
  const link = await spaceOf(page).link();

  const phone = await story.open({ size: sizes.narrow });
  const at = phone.page;
  const onward = () => at.getByRole("button", { name: "Go on" }).click();
  await t.test("the client is led from question to question", async () => {
    await space(at).enter(link);
    await space(at).go("More");
    await at.getByRole("link", { name: /^My map/ }).click();
    await expectWords(at, /There is no right or wrong/);
    await look(at, "map-begin");
    const lines = [
      ["Poor sleep", "what I do, or stop doing"],
      ["Worrying in bed", "what I think"],
      ["An evening walk", "what I do, or stop doing"],
    ];
    for (const [index, [words, about]] of lines.entries()) {
      await at.getByLabel(`Thing ${index + 1}`, { exact: true }).fill(words);
      await at.getByLabel(`What is thing ${index + 1} about?`).selectOption({ label: about });
    }
    await onward();
    await expectWords(at, /What leads to “Poor sleep”\?/);
    await look(at, "map-causes");
    await at.getByLabel("Worrying in bed").check();
    await at.getByLabel("An evening walk").check();
    await onward();
    await expectWords(at, /How much does “Worrying in bed” lead to “Poor sleep”\?/);
    await look(at, "map-how-much");
    await at.getByLabel("a lot").check();
    await at.getByLabel("it gets more").check();
    await onward();
    // Leaving and coming back: the open question is there again.
    await space(at).go("Today");
    await at.goto("/portal/map");
    await expectWords(at, /How much does “An evening walk” lead to “Poor sleep”\?/);
    await at.getByLabel("somewhat").check();
    await at.getByLabel("it gets less").check();
    await onward();
    await onward();
    await onward();
    await expectWords(at, /“An evening walk” leads to less “Poor sleep”: somewhat/);
    await look(at, "map-finished");
    await at.getByRole("button", { name: "Show my map to my therapist" }).click();
    await expectWords(at, /You showed this map on/);
  });

  await t.test("both maps stand side by side, with what to talk about", async () => {
    await page.goto(`${mira}/formulate/maps`);
    await expectWords(page, /Both see that “Poor sleep”|Both see that “Worrying in bed” leads to more “Poor sleep”/);
    await expectWords(page, /Only the client has “An evening walk”/);
    await look(page, "maps");
    await page.getByRole("button", { name: "Put this to the client" }).click();
    await expectWords(page, /The client has not agreed yet/);
  });

  await t.test("the client agrees, and any two versions can be compared", async () => {
    await at.goto("/portal/map");
    await look(at, "map-joint");
    await at.getByRole("button", { name: "I agree to this" }).click();
    await expectWords(at, /You agreed on/);
    await page.goto(`${mira}/formulate/maps`);
    await expectWords(page, /The client agreed,/);
    await look(page, "maps-joint");
    await page.getByLabel("beside").selectOption({ index: 1 });
    await page.getByRole("button", { name: "Compare them" }).click();
    await expectWords(page, /To talk about/);
    await look(page, "maps-compare");
  });
  assert.deepEqual(story.problems, []);
});
