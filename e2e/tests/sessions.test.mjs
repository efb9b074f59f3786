// A clinician's hour: the page before it, templates and the timer during it, a note for nobody else, words found again.
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { newClient } from "../pages/caseload.mjs";
import { sessionPage } from "../pages/session.mjs";
import { expectAccessible } from "../support/axe.mjs";
import { sizes } from "../support/browser.mjs";
import { expectKept } from "../support/kept.mjs";
import { expectNoSidewaysScroll } from "../support/layout.mjs";
import { signIn } from "../support/people.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

describe("a session", () => {
  let story;
  let client;
  let held;
  test.before(async () => {
    story = await beginStory("SQLite");
    client = await newClient(story.page, { name: "Mira Okafor", words: "The nights are long.", area: "depression" });
    held = await sessionPage(story.page).hold(client);
  });
  test.after(() => story.end());

  test("has one page before it, one press from the caseload", async () => {
    const { page } = story;
    await page.goto("/caseload");
    await page.getByRole("link", { name: "Before the session with Mira Okafor" }).click();
    await expectWords(page, /Before the session/, /The first session: everything known so far/);
    // One sheet of A4 with its margins: 210 x 297 mm at 96 dots an inch.
    await page.setViewportSize({ width: 672, height: 986 });
    await page.emulateMedia({ media: "print" });
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    assert.ok(height <= 986, `${height} px on paper`);
    await page.emulateMedia({ media: null });
    await page.setViewportSize(sizes.wide);
  });

  test("takes a template where the cursor is, and loses nothing", async () => {
    const { page } = story;
    await page.goto(held);
    const { note } = sessionPage(page);
    await note.fill("She came late.\nShe left early.");
    await note.evaluate((area) => area.setSelectionRange(0, 14));
    await page.getByLabel("Add a template or a text of yours").selectOption("dap");
    await page.getByRole("button", { name: "Add it" }).click();
    const text = await note.inputValue();
    assert.match(text, /^She came late\.\n\nData: what was said and done/);
    assert.ok(text.endsWith("She left early."), text);
    await expectKept(page);
    await page.reload();
    assert.equal(await note.inputValue(), text);
  });

  test("takes a text of one's own", async () => {
    const { page } = story;
    await page.goto("/account/texts");
    await page.getByLabel("Name").last().fill("Closing");
    await page.getByLabel("Text", { exact: true }).last().fill("We closed with a breath.");
    await page.getByRole("button", { name: "Keep this text" }).click();
    await page.getByText("Closing", { exact: true }).waitFor();
    await page.goto(held);
    await page.getByLabel("Add a template or a text of yours").selectOption({ label: "Closing (yours)" });
    await page.getByRole("button", { name: "Add it" }).click();
    assert.match(await sessionPage(page).note.inputValue(), /She left early\.\n\nWe closed with a breath\.$/);
    await expectKept(page);
  });

  test("has a timer that goes on after a reload and says nothing aloud", async () => {
    const { page } = story;
    await page.goto(held);
    await page.getByRole("button", { name: "Start a quiet timer" }).click();
    const timer = page.locator("[data-timer]");
    await timer.getByText(/^begun \d\d:\d\d, 0 minutes/).waitFor();
    await page.reload();
    await timer.getByText(/^begun/).waitFor();
    assert.equal(await timer.getAttribute("aria-live"), null);
    await page.getByRole("button", { name: "stop" }).click();
    await page.getByRole("button", { name: "Start a quiet timer" }).waitFor();
  });

  test("has a note for nobody else, which its author finds again", async () => {
    const { page } = story;
    await page.goto(held);
    await page.getByRole("link", { name: "Process note" }).click();
    await page.getByLabel("What moved you").fill("Her silence made me want to leave.");
    await expectKept(page);
    await expectAccessible(page);
    await page.reload();
    assert.equal(await page.getByLabel("What moved you").inputValue(), "Her silence made me want to leave.");
    // Somebody signs in again: the key comes with the password.
    await page.getByRole("button", { name: "Sign out" }).first().click();
    await signIn(page, story.clinician);
    await page.goto(`${client}/search`);
    await page.getByLabel("Words").fill("silence leave");
    await page.getByRole("button", { name: "Search" }).click();
    await expectWords(page, /1 place/, /process note, for you alone/);
    assert.ok(!page.url().includes("silence"));
    assert.deepEqual(await page.locator("mark").allInnerTexts(), ["silence", "leave"]);
    await page.getByRole("link", { name: /^process note/ }).click();
    await page.getByLabel("What moved you").waitFor();
  });

  test("can be read and pressed on a phone, light and dark", async () => {
    const { page } = story;
    for (const path of [`${client}/session/brief`, held, `${held}/process`, `${client}/search`, "/account/texts"]) {
      await page.goto(path);
      for (const colorScheme of ["light", "dark"]) {
        await page.setViewportSize(sizes.narrow);
        await page.emulateMedia({ colorScheme });
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
      }
    }
    await page.setViewportSize(sizes.wide);
  });

  test("nothing went wrong in any window", () => assert.deepEqual(story.problems, []));
});
