// Worksheets of every therapy: filled in by the clinician, given, filled in by the client on a phone, met again before the
// next session. With a keyboard, without scripts, large and small.
import assert from "node:assert/strict";
import test, { after, before, describe } from "node:test";
import { newClient } from "../pages/caseload.mjs";
import { space, spaceOf } from "../pages/space.mjs";
import { sizes } from "../support/browser.mjs";
import { expectThisForEverybody, follow, type } from "../support/everybody.mjs";
import { signIn } from "../support/people.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

/** One worksheet of each workspace, with a question of it. */
const sheets = [
  { workspace: "cbt", id: "thought-record", asked: "Where were you, and what happened?" },
  { workspace: "psychodynamic", id: "relationship-episode", asked: "What happened between you?" },
  { workspace: "person-centred", id: "own-agenda", asked: "What would make it a good hour for you?" },
  { workspace: "trauma", id: "grounding-kit", asked: "What do you try first?" },
  { workspace: "third-wave", id: "values-compass", asked: "Where is the gap that hurts most?" },
  { workspace: "interpersonal", id: "communication-cycle", asked: "What the one does" },
  { workspace: "motivation", id: "importance-and-confidence", asked: "Which change?" },
];

describe("worksheets", () => {
  let story;
  let client;
  let phone;
  before(async () => {
    story = await beginStory("SQLite");
    client = await newClient(story.page, { name: "Mira Okafor", words: "I cannot get up.", area: "depression" });
    await spaceOf(story.page).open(client);
    phone = (await story.open({ size: sizes.narrow })).page;
    await space(phone).enter(await spaceOf(story.page).link());
  });
  after(() => story.end());

  const save = (page) => page.getByRole("button", { name: "Save this sheet" }).click();

  test("each workspace stands on the list with what it is for", async () => {
    await story.page.goto(`${client}/worksheets`);
    for (const { workspace, id } of sheets) {
      const link = story.page.locator(`#${workspace} a[href$="/worksheets/${id}"]`);
      assert.equal(await link.count(), 1, `${id} is in ${workspace}`);
    }
    await expectThisForEverybody(story.page);
    await story.page.setViewportSize(sizes.wide);
  });

  for (const { workspace, id, asked } of sheets) {
    test(`${workspace}: the clinician fills one in and gives it`, async () => {
      const { page } = story;
      const words = `said together, ${id}`;
      await page.goto(`${client}/worksheets/${id}/new`);
      await expectThisForEverybody(page);
      await page.setViewportSize(sizes.wide);
      await page.getByLabel(asked, { exact: true }).first().fill(words);
      await save(page);
      await page.waitForURL(/\/sheets\/[0-9a-f-]+$/);
      await expectWords(page, new RegExp(words));
      await expectThisForEverybody(page);
      await page.setViewportSize(sizes.wide);

      await page.goto(`${client}/worksheets/${id}`);
      await page.getByLabel("What for, in the words agreed").fill(`for the evenings, ${id}`);
      await page.getByRole("button", { name: "Give it to the client" }).click();
      await expectWords(page, new RegExp(`for the evenings, ${id}`));
    });

    test(`${workspace}: the client fills it in on the phone`, async () => {
      const words = `alone at night, ${id}`;
      await phone.goto("/portal/today");
      await phone.getByRole("link", { name: "All worksheets" }).click();
      const given = phone.locator("section[aria-labelledby=given] > ul > li").filter({ hasText: `for the evenings, ${id}` });
      await given.getByRole("link").click();
      await expectWords(phone, /Your therapist can read what you save here\./);
      await expectThisForEverybody(phone);
      assert.ok(!(await phone.content()).includes("said together"), "what the two wrote was not given");
      await phone.getByLabel(asked, { exact: true }).first().fill(words);
      await save(phone);
      await phone.waitForURL(/\/thanks$/);
      await expectWords(phone, /Thank you/);
      await expectThisForEverybody(phone);
      await phone.getByRole("link", { name: "Read it again" }).click();
      await expectWords(phone, new RegExp(words));
      await expectThisForEverybody(phone);

      await story.page.goto(`${client}/session/brief`);
      await expectWords(story.page.locator("section[aria-labelledby=worksheets]"), new RegExp(words.slice(0, 20)));
    });
  }

  test("the list of everything given and written is for everybody", async () => {
    await phone.goto("/portal/worksheets");
    await expectWords(phone, /Worksheets with you/, /What you have filled in/, /Nobody grades this/);
    await expectThisForEverybody(phone);
  });

  test("one is filled in and saved with the keyboard alone, and what is typed is kept meanwhile", async () => {
    await phone.goto("/portal/worksheets");
    await phone.locator("section[aria-labelledby=given] > ul > li").filter({ hasText: "thought-record" }).getByRole("link").click();
    await phone.waitForURL(/\/portal\/worksheets\/[0-9a-f-]+$/);
    await type(phone, "Where were you, and what happened?", "by keyboard, on the stairs");
    await phone.getByText(/^kept/).waitFor();
    await phone.reload();
    assert.equal(await phone.getByLabel("Where were you, and what happened?").inputValue(), "by keyboard, on the stairs");
    await follow(phone, "Save this sheet");
    await phone.waitForURL(/\/thanks$/);
  });

  test("without scripts rows come and go, and a mistake is said where it stands", async () => {
    const { page } = await story.open({ scripts: false, size: sizes.narrow });
    await signIn(page, story.clinician);
    await page.goto(`${client}/worksheets/thought-record/new`);
    await page.getByLabel("Feeling", { exact: true }).first().fill("shame");
    await page.getByLabel("How strong?", { exact: true }).first().fill("900");
    const feelings = page.locator("#part-feelings input[type=hidden]");
    const rows = await feelings.count();
    await page.getByRole("button", { name: /^Add a row/ }).click();
    await page.waitForURL(/#feelings\./);
    assert.equal(await feelings.count(), rows + 1);
    assert.equal(await page.getByLabel("Feeling", { exact: true }).first().inputValue(), "shame");
    await save(page);
    await expectWords(page, /Not saved yet/, /a whole number from 0 to 100/);
    assert.equal(await page.getByLabel("How strong?", { exact: true }).first().inputValue(), "900");
    await page.getByLabel("How strong?", { exact: true }).first().fill("90");
    await save(page);
    await page.waitForURL(/\/sheets\/[0-9a-f-]+$/);
    await expectWords(page, /shame/, /90 \(from 0 to 100\)/);
  });

  test("nothing went wrong on any page", () => assert.deepEqual(story.problems, []));
});
