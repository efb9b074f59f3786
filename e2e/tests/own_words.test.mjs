// What clients write in their own space: the journal, page by page for whom they choose; the diary; tasks; and all of
// it in the file they take along.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test, { after, before, describe } from "node:test";
import { newClient } from "../pages/caseload.mjs";
import { sessionPage } from "../pages/session.mjs";
import { space, spaceOf } from "../pages/space.mjs";
import { sizes } from "../support/browser.mjs";
import { expectForEverybody, expectThisForEverybody, follow, press, reach, type } from "../support/everybody.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

const phrase = "nine kites over the harbour";
const alone = "I have told nobody about the letter.";
const shared = "Sunday was lighter than I thought.";

describe("what clients write", () => {
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

  /** A page of the journal, by its words. */
  const pageOf = (words) => phone.locator("section[aria-labelledby=pages] > ul > li").filter({ hasText: words });

  async function write(words, whom) {
    await phone.goto("/portal/journal");
    await type(phone, "What is on your mind", words);
    await phone.getByRole("radio", { name: new RegExp(`^${whom}`) }).focus();
    await phone.keyboard.press("Space");
    await follow(phone, "Keep this page");
    await pageOf(words).waitFor();
  }

  test("a phrase is chosen with the keyboard alone, and a code is shown once", async () => {
    await phone.goto("/portal/journal");
    await follow(phone, "Choose one");
    await type(phone, "A new phrase", phrase);
    await type(phone, "The same once more", phrase);
    await follow(phone, "Choose this phrase");
    await expectWords(phone, /code/i);
    await expectThisForEverybody(phone);
  });

  test("a page for me alone is on no page of the practice", async () => {
    await write(alone, "Only me");
    await expectWords(pageOf(alone), /Only me\./);
    await story.page.goto(`${client}/journal`);
    await expectWords(story.page, /Nothing is shared at the moment/);
    for (const path of ["", "/journal", "/session/brief"]) {
      await story.page.goto(client + path);
      assert.ok(!(await story.page.content()).includes(alone), path);
    }
  });

  test("a shared page has a receipt, can be asked for next time, and can be taken back", async () => {
    await write(shared, "Us");
    await expectWords(pageOf(shared), /Nobody has read it yet/);
    await story.page.goto(`${client}/journal`);
    await expectWords(story.page, /Sunday was lighter/, /read now for the first time/);
    await phone.reload();
    await expectWords(pageOf(shared), /Read by Dr Jonas Weil/);

    await pageOf(shared).getByRole("button", { name: /^Next session/ }).click();
    await expectWords(pageOf(shared), /Next session\./);
    await story.page.goto(`${client}/session/brief`);
    await expectWords(story.page, /wants to talk about it this time/);

    await pageOf(shared).getByRole("button", { name: /^Take it back/ }).click();
    await expectWords(pageOf(shared), /Taken back\./);
    await story.page.goto(`${client}/journal`);
    assert.ok(!(await story.page.content()).includes(shared));
    await pageOf(shared).getByRole("button", { name: /^Us/ }).click();
    await expectWords(pageOf(shared), /Us\./);
  });

  test("a diary is agreed, and answered with a few presses", async () => {
    const { page } = story;
    await page.goto(`${client}/diary`);
    for (const [line, words] of ["How tired", "How alone"].entries()) {
      await page.getByLabel("What is watched").nth(line).fill(words);
      await page.getByLabel("0 means").nth(line).fill("not at all");
      await page.getByLabel("The highest means").nth(line).fill("very");
    }
    await page.getByLabel("Times of the day").fill("00:01");
    await page.getByRole("button", { name: "We agreed on this diary" }).click();
    await expectWords(page, /The diary that runs/);

    await phone.goto("/portal/diary");
    const first = phone.getByRole("group", { name: "How tired" });
    await reach(phone, "0");
    await phone.keyboard.press("ArrowRight");
    await phone.keyboard.press("ArrowRight");
    assert.ok(await first.getByRole("radio", { name: "2", exact: true }).isChecked());
    await type(phone, /^Anything else/, "It rained.");
    await follow(phone, "Keep it");
    await expectWords(phone, /Kept\. You can still change it until/, /You have answered 1 of 1 times/, /It rained\./);
    await expectThisForEverybody(phone);
  });

  test("a task agreed in a session is answered, and the answer can be taken back", async () => {
    const session = sessionPage(story.page);
    await session.hold(client);
    await session.agree("A walk before noon, three times");
    await phone.goto("/portal/tasks");
    const task = phone.getByRole("listitem").filter({ hasText: "A walk before noon" });
    await task.getByRole("radio", { name: "tried, in part" }).check();
    await type(phone, /^A word about how it went/, "Twice.");
    await follow(phone, "Keep it");
    await expectWords(task, /You said: tried, in part/, /Twice\./);
    await task.getByRole("button", { name: /^Take this back/ }).click();
    await task.getByRole("radio", { name: "done", exact: true }).check();
    await task.getByRole("button", { name: "Keep it" }).click();
    await expectWords(task, /You said: done/);
  });

  test("every page can be used by everybody, small, large and at twice the size", async () => {
    await expectForEverybody(phone, ["/portal/journal", "/portal/journal/private", "/portal/diary", "/portal/tasks", "/portal/today", "/portal/data"]);
    await story.page.setViewportSize(sizes.wide);
    await expectForEverybody(story.page, [`${client}/journal`, `${client}/diary`]);
  });

  /** What is in the file. */
  async function download(button) {
    await phone.goto("/portal/data");
    const [file] = await Promise.all([phone.waitForEvent("download"), press(phone, button)]);
    return readFile(await file.path(), "utf8");
  }

  test("the file holds diary, tasks and journal, and the pages for me alone while they are open", async () => {
    await phone.goto("/portal/data");
    await expectWords(phone, /Your diary, your safety plan and the pages of your journal/, /open on this device now/);
    for (const button of ["Download a page to read", "Download for other programs (JSON)"]) {
      const file = await download(button);
      for (const words of [alone, shared, "How tired", "It rained.", "A walk before noon"]) assert.ok(file.includes(words), `${words} is not in the file`);
    }
    await phone.goto("/portal/journal/private");
    await phone.getByRole("button", { name: "Close them" }).click();
    await phone.goto("/portal/data");
    await expectWords(phone, /not in it unless you open them first/);
    const file = await download("Download a page to read");
    assert.ok(!file.includes(alone));
    assert.ok(file.includes(shared));
  });

  test("nothing went wrong", () => assert.deepEqual(story.problems, []));
});
