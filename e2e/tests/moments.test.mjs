// One moment, many lenses: named by the clinician or by the client, looked at through worksheets of several therapies, and
// at a glance which were used. With a keyboard, large and small.
import assert from "node:assert/strict";
import test, { after, before, describe } from "node:test";
import { newClient } from "../pages/caseload.mjs";
import { space, spaceOf } from "../pages/space.mjs";
import { sizes } from "../support/browser.mjs";
import { expectThisForEverybody, follow, type } from "../support/everybody.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

const row = "the row about the keys";
const bell = "the bell rang and I hid";

/** Lenses of two therapies, each with a question and an answer. */
const lenses = [
  { name: "Thought record", asked: "Where were you, and what happened?", words: "on the stairs, with the keys in my hand" },
  { name: "A moment between us", asked: "What happened between you?", words: "she turned to the wall and I begged" },
];

describe("moments", () => {
  let story;
  let client;
  let phone;
  before(async () => {
    story = await beginStory("SQLite");
    client = await newClient(story.page, { name: "Mira Okafor", words: "We shout, then nobody speaks.", area: "relationship" });
    await spaceOf(story.page).open(client);
    phone = (await story.open({ size: sizes.narrow })).page;
    await space(phone).enter(await spaceOf(story.page).link());
  });
  after(() => story.end());

  /** On the list of moments: what is said of this one. */
  const told = (words) => story.page.locator("ul.rows > li").filter({ hasText: words });

  async function forEverybody(page) {
    const size = page.viewportSize();
    await expectThisForEverybody(page);
    await page.setViewportSize(size);
  }

  test("the clinician names one with the keyboard, from the list of worksheets", async () => {
    const { page } = story;
    await page.goto(`${client}/worksheets`);
    await page.getByRole("link", { name: "One moment, many lenses" }).click();
    await expectWords(page, /No moment is named yet/);
    await forEverybody(page);
    await type(page, /^What happened/, row);
    await follow(page, "Name it");
    await page.waitForURL(/\/moments\/[0-9a-f]{32}$/);
    await expectWords(page, /the row about the keys/, /named by Dr Jonas Weil/, /Through no lens yet/);
    await forEverybody(page);
  });

  for (const { name, asked, words } of lenses) {
    test(`it is looked at through a lens: ${name}`, async () => {
      const { page } = story;
      await page.goto(`${client}/moments`);
      await page.getByRole("link", { name: row }).click();
      await page.getByRole("complementary").getByRole("link", { name, exact: true }).click();
      await page.getByLabel(asked, { exact: true }).fill(words);
      await page.getByRole("button", { name: "Save this sheet" }).click();
      await page.waitForURL(/\/sheets\/[0-9a-f]{32}$/);
      // The way back from a sheet to what it looks at.
      await page.getByRole("link", { name: row }).click();
      await page.waitForURL(/\/moments\/[0-9a-f]{32}$/);
      await expectWords(page.getByRole("article").filter({ hasText: name }), new RegExp(words));
      assert.equal(await page.getByRole("complementary").getByRole("link", { name, exact: true }).count(), 0, "used once, it is offered no more");
    });
  }

  test("the page shows both lenses beside each other, and the list which were used", async () => {
    const { page } = story;
    await expectWords(page, ...lenses.map(({ words }) => new RegExp(words)));
    await forEverybody(page);
    await page.goto(`${client}/moments`);
    await expectWords(told(row), /Seen through: [^.]*Thought record/, /Seen through: [^.]*A moment between us/, /Not yet: /);
    assert.doesNotMatch((await told(row).innerText()).split("Not yet: ")[1], /Thought record|A moment between us/);
    await forEverybody(page);
    await told(row).getByRole("link", { name: "Thought record" }).click();
    await expectWords(page, /on the stairs/);
  });

  test("the client names one in their own space", async () => {
    await phone.goto("/portal/today");
    await phone.getByRole("link", { name: "Something happened" }).click();
    await expectWords(phone, /Your therapist can read it, often not before you meet/);
    await forEverybody(phone);
    await type(phone, "What happened?", bell);
    await follow(phone, "Keep it");
    await expectWords(phone, /What you noted/, /the bell rang and I hid/);
    assert.doesNotMatch(await phone.content(), /the row about the keys/, "what the clinician named is the clinician's to bring up");
    await forEverybody(phone);
  });

  test("the clinician sees whose it is, and that nobody looked at it yet", async () => {
    const { page } = story;
    await page.goto(`${client}/moments`);
    await expectWords(told(bell), /named by the client/, /Through no lens yet/);
    await page.getByRole("link", { name: bell }).click();
    await expectWords(page, /named by the client/i, /Through no lens yet/);
    await forEverybody(page);
  });

  test("one is taken out with a reason, and put back as it was", async () => {
    const { page } = story;
    await page.goto(`${client}/moments`);
    await page.getByRole("link", { name: row }).click();
    await page.getByText("Tell it better").click();
    await page.getByLabel("Take it out, because").fill("it belongs to another day");
    await page.getByRole("button", { name: "Take it out" }).click();
    const out = page.locator("#taken-out");
    await expectWords(out, /the row about the keys/, /because: it belongs to another day/);
    await forEverybody(page);
    await out.getByRole("button", { name: /^Put it back ?: the row/ }).click();
    await page.waitForURL(/\/moments\/[0-9a-f]{32}$/);
    await expectWords(page, ...lenses.map(({ words }) => new RegExp(words)));
  });

  test("nothing went wrong on any page", () => assert.deepEqual(story.problems, []));
});
