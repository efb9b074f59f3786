// Assessment that keeps itself going: arranged once, handed over on a tablet, typed in from paper, a flow on the phone.
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { newClient } from "../pages/caseload.mjs";
import { expectAccessible } from "../support/axe.mjs";
import { sizes } from "../support/browser.mjs";
import { expectNoSidewaysScroll } from "../support/layout.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

describe("assessment that keeps itself going", () => {
  let story;
  let client;
  test.before(async () => {
    story = await beginStory("SQLite");
    client = await newClient(story.page, { name: "Mira Okafor", words: "The bus frightens me.", area: "anxiety" });
  });
  test.after(() => story.end());

  for (const [size, viewport] of Object.entries({ phone: sizes.narrow, wide: sizes.wide })) {
    test(`its pages are accessible and fit, ${size}`, async () => {
      const { page } = story;
      await page.setViewportSize(viewport);
      for (const path of ["/assess/schedule", "/assess/intake"]) {
        await page.goto(client + path);
        for (const more of await page.locator("details.more > summary").all()) await more.click();
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
      }
      await page.setViewportSize(sizes.wide);
    });
  }

  test("a schedule that fits is one press away, and asks at once", async () => {
    const { page } = story;
    await page.goto(`${client}/assess/schedule`);
    await page.getByRole("button", { name: /^Set this up : GAD-7/ }).click();
    await expectWords(page, /With each session, through a link/, /Last asked/);
    await page.getByRole("button", { name: "Pause : GAD-7" }).click();
    await expectWords(page, /paused/);
    await page.getByRole("button", { name: "Take the last change back : GAD-7" }).click();
    await page.getByRole("button", { name: "Pause : GAD-7" }).waitFor();
  });

  test("a handed-over device leads nowhere else: not back, not by an address, not in another tab", async () => {
    const { page } = story;
    await page.goto(`${client}/assess`);
    const waiting = page.locator("#waiting");
    await waiting.getByRole("button", { name: "In the room : GAD-7" }).click();
    await page.goto(`${client}/assess`);
    await waiting.locator("summary", { hasText: "Hand the device over" }).click();
    await waiting.getByRole("button", { name: "Hand the device over" }).click();
    await page.waitForURL("**/portal");
    await expectAccessible(page);

    await page.goBack();
    await expectWords(page, /Please hand the device back/);
    assert.ok(!(await page.content()).includes("Mira"), "her name is on the page behind");
    for (const path of ["/caseload", client, `${client}/assess`, "/sign-in", "/account", "/"]) {
      await page.goto(path);
      await expectWords(page, /Please hand the device back/);
    }
    await expectAccessible(page);
    const tab = await page.context().newPage();
    await tab.goto(new URL("/caseload", page.url()).href);
    await expectWords(tab, /Please hand the device back/);
    await tab.close();

    await page.getByRole("link", { name: "Back to the questions" }).click();
    await page.getByRole("link", { name: "Start" }).click();
    for (let number = 1; number <= 7; number += 1) {
      await page.waitForURL(`**/portal/item/${number}`);
      await page.getByRole("radio").first().check();
      await page.getByRole("button", { name: "Continue" }).click();
    }
    await page.getByRole("button", { name: /^Send to/ }).click();
    await page.getByRole("link", { name: "Give the device back" }).click();
    await page.getByLabel("Your password").fill("a guess");
    await page.getByRole("button", { name: "Take the device back" }).click();
    await expectWords(page, /The password does not fit/);
    await page.getByLabel("Your password").fill(story.clinician.password);
    await page.getByRole("button", { name: "Take the device back" }).click();
    await page.waitForURL(`**${new URL(client, page.url()).pathname}/assess`);
    await expectWords(page, /GAD-7/);
  });

  test("a form on paper is typed in twice without seeing the first time", async () => {
    const { page } = story;
    await page.goto(`${client}/assess`);
    await page.getByRole("button", { name: "On paper : PHQ-4" }).click();
    const pass = async (first) => {
      await page.getByLabel("The day on which it was answered").fill(new Date().toISOString().slice(0, 10));
      const groups = await page.getByRole("group").all();
      for (const [place, group] of groups.entries()) {
        await group.getByRole("radio").nth(place === 0 ? first : 0).check();
      }
    };
    await pass(1);
    await page.getByRole("button", { name: "Keep, and type it in again" }).click();
    await expectWords(page, /Typed in once/);
    assert.equal(await page.getByRole("radio", { checked: true }).count(), 0);
    await expectAccessible(page);
    await pass(2);
    await page.getByRole("button", { name: "Compare with the first time" }).click();
    await expectWords(page, /The two times differ here/);
    await expectAccessible(page);
    await page.getByRole("radio").nth(2).check();
    await page.getByRole("button", { name: "Save what the paper says" }).click();
    await expectWords(page, /1 difference settled/);
  });
});
