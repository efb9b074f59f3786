// Both partners' sheets side by side: each says yes for themselves, one on a phone without scripts, one in the room; then the
// two are looked at together, and one takes it back.
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { newClient } from "../pages/caseload.mjs";
import { space, spaceOf } from "../pages/space.mjs";
import { expectAccessible } from "../support/axe.mjs";
import { sizes } from "../support/browser.mjs";
import { expectNoSidewaysScroll } from "../support/layout.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

describe("side by side", () => {
  let story;
  let anna;
  let ben;
  let meeting;
  let phone;
  let his;
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

  async function fillIn(client, does, stirs) {
    const { page } = story;
    await page.goto(`${client}/worksheets/communication-cycle/new`);
    await page.getByLabel("What the one does", { exact: true }).fill(does);
    await page.getByLabel("What that stirs in the one", { exact: true }).fill(stirs);
    await page.getByRole("button", { name: "Save this sheet" }).click();
    await page.waitForURL(/\/sheets\/[0-9a-f-]+$/);
    return new URL(page.url()).pathname;
  }

  test("the two meet as a couple, and nothing lies side by side yet", async () => {
    const { page } = story;
    await page.goto("/together");
    await page.getByLabel("a couple").check();
    for (const name of ["Anna Weber", "Ben Roth"]) {
      await page.getByLabel(`comes: ${name}`).check();
      await page.getByLabel(`agreed: ${name}`).check();
    }
    await page.getByLabel("Minutes").fill("90");
    await page.getByLabel("Minutes").press("Enter");
    await page.waitForURL(/\/together\/[0-9a-f]{32}\//);
    meeting = new URL(page.url()).pathname;
    await page.getByRole("link", { name: "Their worksheets side by side" }).click();
    await expectWords(page, /Nothing lies side by side yet/);
    await bothSizes(page);
    his = await fillIn(ben, "I go into the cellar.", "Never good enough.");
  });

  test("one fills it in on a phone without scripts, and says yes", async () => {
    const { page } = story;
    await page.goto(`${anna}/worksheets/communication-cycle`);
    await page.getByRole("button", { name: "Give it to the client" }).click();
    await spaceOf(page).open(anna);
    const link = await spaceOf(page).link();
    phone = (await story.open({ size: sizes.narrow, scripts: false })).page;
    await space(phone).enter(link);
    await phone.goto("/portal/worksheets");
    await phone.locator('a[href^="/portal/worksheets/"]').first().click();
    await phone.getByLabel("What the one does", { exact: true }).fill("I ask and ask.");
    await phone.getByLabel("What that stirs in the one", { exact: true }).fill("Alone in the kitchen.");
    await phone.getByRole("button", { name: "Save this sheet" }).click();
    await phone.getByRole("link", { name: "Read it again" }).click();
    await expectWords(phone, /Nothing is copied/, /take it back at any time/);
    await phone.getByRole("button", { name: "Yes, it may be shown" }).click();
    await expectWords(phone, /You said yes on/);
    await expectNoSidewaysScroll(phone);
    await page.goto(meeting);
    await page.getByRole("link", { name: "Their worksheets side by side" }).click();
    await expectWords(page, /Anna Weber agreed for 1 sheet, and Ben Roth has not agreed/);
    assert.ok(!(await page.content()).includes("Alone in the kitchen"));
  });

  test("the other says so in the room, and the two are looked at together", async () => {
    const { page } = story;
    await page.goto(his);
    await page.getByText("What they say about it").click();
    await bothSizes(page);
    await page.getByRole("button", { name: "They agree" }).click();
    await expectWords(page, /They agreed .* noted/);
    await page.getByRole("link", { name: "Side by side with the partner's" }).click();
    await expectWords(page, /I ask and ask\./, /Never good enough\./, /I go into the cellar\./, /Alone in the kitchen\./);
    const steps = await page.getByRole("list").filter({ hasText: "What that stirs in" }).getByRole("listitem").allInnerTexts();
    assert.match(steps[0], /What Ben Roth does[^]*cellar/);
    assert.match(steps[1], /What that stirs in Anna Weber[^]*kitchen/);
    assert.equal(steps.length, 4);
    await bothSizes(page);
  });

  test("it is taken back on the phone, and is gone at once", async () => {
    const { page } = story;
    await phone.getByRole("button", { name: "Take it back" }).click();
    await expectWords(phone, /You took it back on/);
    await page.reload();
    await expectWords(page, /Nothing lies side by side yet/);
    assert.ok(!(await page.content()).includes("Alone in the kitchen"));
    assert.deepEqual(story.problems, []);
  });
});
