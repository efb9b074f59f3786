// Several people at once: a couple, from the time agreed to the note in the record of each, on a desk and on a phone.
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { newClient } from "../pages/caseload.mjs";
import { expectAccessible } from "../support/axe.mjs";
import { sizes } from "../support/browser.mjs";
import { expectKept } from "../support/kept.mjs";
import { expectNoSidewaysScroll } from "../support/layout.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

describe("several people at once", () => {
  let story;
  let anna;
  let ben;
  let meeting;
  test.before(async () => {
    story = await beginStory("SQLite");
    anna = await newClient(story.page, { name: "Anna Weber" });
    ben = await newClient(story.page, { name: "Ben Roth" });
  });
  test.after(() => story.end());

  async function bothSizes(page) {
    for (const size of [sizes.narrow, sizes.wide]) {
      await page.setViewportSize(size);
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    }
  }

  test("a time is agreed on, and each is asked for themselves", async () => {
    const { page } = story;
    await page.goto("/week");
    await page.getByRole("link", { name: "Several people at once" }).click();
    await page.waitForURL("**/together");
    await bothSizes(page);
    await page.getByLabel("a couple").check();
    await page.getByLabel("comes: Anna Weber").check();
    await page.getByLabel("comes: Ben Roth").check();
    await page.getByLabel("agreed: Anna Weber").check();
    await page.getByLabel("Minutes").fill("90");
    await page.getByLabel("Minutes").press("Enter");
    await page.waitForURL(/\/together\/[0-9a-f]{32}\//);
    meeting = new URL(page.url()).pathname;
    await expectWords(page, /Anna Weber/, /Ben Roth/, /has not been asked yet about meeting the others/);
    await bothSizes(page);
    const his = page.getByRole("article").filter({ hasText: "Ben Roth" });
    await his.getByLabel("they agree").check();
    await his.getByLabel("In their words").fill("If it stays here");
    await his.getByRole("button", { name: "Write that down" }).click();
    await page.getByRole("button", { name: "Begin the session" }).waitFor();
  });

  test("it is moved for both at once, and back again", async () => {
    const { page } = story;
    const moveTo = async (day) => {
      await page.getByText("Another time, for everybody").click();
      await bothSizes(page);
      await page.getByLabel("Day").fill(day);
      await page.getByRole("button", { name: "Move it for everybody" }).click();
      await page.waitForURL(`**/${day}`);
    };
    const today = meeting.split("/").at(-1);
    const later = new Date(`${today}T12:00:00Z`);
    later.setUTCDate(later.getUTCDate() + 6);
    await moveTo(later.toISOString().slice(0, 10));
    await expectWords(page, /Who comes/, /Anna Weber/, /Ben Roth/);
    for (const client of [anna, ben]) {
      await page.goto(`${client}/appointments`);
      await expectWords(page, /; was /);
    }
    await page.goto(meeting.replace(today, later.toISOString().slice(0, 10)));
    await moveTo(today);
    assert.equal(new URL(page.url()).pathname, meeting);
    await page.getByRole("button", { name: "Begin the session" }).waitFor();
  });

  test("one page is written on, and shows what each record gets", async () => {
    const { page } = story;
    await page.getByRole("button", { name: "Begin the session" }).click();
    await page.getByLabel("For all of them, written once").fill("Anna told Ben Roth about the move. Ben was quiet.");
    await page.getByLabel("For Anna Weber alone").fill("She has rented a flat.");
    await page.getByLabel("For Ben Roth alone").fill("He has written to his brother.");
    await expectKept(page);
    await page.reload();
    assert.equal(await page.getByLabel("For Anna Weber alone").inputValue(), "She has rented a flat.");
    await bothSizes(page);
    await page.getByRole("button", { name: "See what each record gets" }).click();
    await page.waitForURL(/\/check$/);
    await expectWords(page, /Anna told \[partner\] about the move\. \[partner\] was quiet\./, /\[partner\] told Ben Roth about the move\./);
    await bothSizes(page);
  });

  test("another window loses nothing", async () => {
    const { page } = story;
    const other = await story.tab();
    await other.goto(meeting);
    await page.goto(meeting);
    await other.getByLabel("For Ben Roth alone").fill("He has written to his brother, twice.");
    await expectKept(other);
    await page.getByLabel("For all of them, written once").fill("Anna told Ben about the move.");
    await page.locator(".conflict").waitFor();
    await expectAccessible(page);
    await expectWords(page, /both, one after the other/);
    await page.getByRole("button", { name: "Keep it like this" }).click();
    await page.waitForLoadState();
    assert.match(await page.getByLabel("For Ben Roth alone").inputValue(), /twice/);
    await other.close();
  });

  test("it is filed in each record, and neither names the other", async () => {
    const { page } = story;
    await page.goto(`${meeting}/check`);
    await page.getByRole("button", { name: "File it in 2 records" }).click();
    await expectWords(page, /It is filed in each record/);
    await bothSizes(page);
    for (const [client, own, other] of [
      [anna, /She has rented a flat/, /Ben|Roth|brother/],
      [ben, /He has written to his brother/, /Anna|Weber|flat/],
    ]) {
      await page.goto(`${client}/session`);
      await page.getByRole("link", { name: /in person/ }).first().click();
      await page.getByText(/^Locked by/).waitFor();
      const text = await page.locator("main").innerText();
      assert.match(text, own);
      assert.doesNotMatch(text, other);
      await expectAccessible(page);
    }
    assert.deepEqual(story.problems, []);
  });
});
