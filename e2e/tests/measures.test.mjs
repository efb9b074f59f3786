// Questionnaires of the practice's own: designed and completed by an administrator, asked and answered on a phone, and
// what is asked in a client's own words.
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { assess } from "../pages/assess.mjs";
import { newClient } from "../pages/caseload.mjs";
import { portal } from "../pages/portal.mjs";
import { expectAccessible } from "../support/axe.mjs";
import { sizes } from "../support/browser.mjs";
import { expectNoSidewaysScroll } from "../support/layout.mjs";
import { signIn } from "../support/people.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

const LIST = "/practice/questionnaires";

describe("a practice's own questionnaires", () => {
  let story;
  let client;
  test.before(async () => {
    story = await beginStory("SQLite");
    client = await newClient(story.page, { name: "Mira Okafor", words: "I cannot get up.", area: "depression" });
  });
  test.after(() => story.end());

  test("one is designed, with mistakes told while it is typed, and shown as the client sees it", async () => {
    const { page } = story;
    await page.goto(LIST);
    await expectAccessible(page);
    await page.getByRole("link", { name: "Design one" }).click();
    const box = (label) => page.getByRole("textbox", { name: new RegExp(`^${label}`) });
    await box("Name").fill("Rest");
    await box("What stands above the questions").fill("In the past week");
    await box("Questions").fill("I fell asleep without trouble.\nI woke up too early.");
    await box("Counted backwards").fill("2");
    await box("Worded answers").fill("0 = Never\n1 = Often\n2 = Always");
    await box("Where the bands come from").fill("Our own judgement.");
    await box("Bands").fill("0-1 little rest\n3-4 rested");
    await box("Where the bands come from").focus();
    await expectWords(page.locator("#checks"), /No band holds 2 to 2/);
    await box("Bands").fill("0-2 little rest\n3-4 rested");
    await box("Where the bands come from").focus();
    await expectWords(page.locator("#checks"), /As the client sees it/, /I woke up too early\./);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Save it" }).click();
    await expectWords(page, /Kept\./, /Rest/, /1 version/);
  });

  test("one is completed with licensed wording", async () => {
    const { page } = story;
    await page.goto(`${LIST}/wsas/complete`);
    await page.getByLabel("Who holds the licence").fill("Lindenhof Practice");
    await page.getByLabel("What permits the use").fill("A letter of 2 May 2026");
    await page.getByLabel("What stands above the items").fill("Invented words above");
    await page.getByLabel("The 5 items").fill("one\ntwo\nthree\nfour");
    await page.getByLabel("The answers").fill("not at all\nvery much");
    await page.getByRole("button", { name: "Show how it looks" }).click();
    await expectWords(page, /The form has 5 items, one on each line; here are 4\./);
    await page.getByLabel("The 5 items").fill("one\ntwo\nthree\nfour\nfive");
    await page.getByRole("button", { name: "Show how it looks" }).click();
    await expectWords(page, /As the client sees it/);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Save this version" }).click();
    await page.goto(`${LIST}/wsas`);
    await expectWords(page, /A letter of 2 May 2026/, /not yet compared/);
    await expectAccessible(page);
  });

  test("one travels as a file, chosen from the disk", async () => {
    const { page } = story;
    await page.goto(`${LIST}/wsas`);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Hand it on as a FHIR file" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "wsas.json");
    await page.goto(`${LIST}/import`);
    await page.getByLabel("Choose a file").setInputFiles(await download.path());
    await page.waitForFunction(() => document.querySelector("#json").value.includes("A letter of 2 May 2026"));
    await page.getByLabel("What permits the use").fill("The same letter");
    await page.getByLabel("worse").check();
    await page.getByRole("button", { name: "Show what is in it" }).click();
    await expectWords(page, /wsas is here already/);
    await expectAccessible(page);
  });

  test("the designed one is answered on a phone without scripts", async () => {
    const { page } = story;
    await assess(page).open(client);
    const link = await assess(page).link("Rest");
    const phone = await story.open({ scripts: false, size: sizes.narrow });
    const answers = portal(phone.page);
    await answers.enter(link);
    await answers.start();
    await answers.answer("Always");
    await answers.answer("Never");
    await answers.send();
    await expectWords(phone.page, /Sent\. Thank you\./);
    await assess(page).open(client);
    await expectWords(page, /Rest 4, rested|4, rested/);
  });

  test("one press makes a weekly question of the client's words", async () => {
    const { page } = story;
    await assess(page).open(client);
    await page.getByRole("button", { name: /^Ask about this ?: I cannot get up\.$/ }).click();
    await expectWords(page, /“I cannot get up\.”/);
    await page.getByRole("button", { name: /^Ask here, now ?: “I cannot get up\.”$/ }).click();
    await expectWords(page, /How strong was this/);
    await expectAccessible(page);
    await page.getByLabel("7", { exact: true }).check();
    await page.getByRole("button", { name: "Save these answers" }).click();
    await expectWords(page, /“I cannot get up\.”/, /7/);
  });

  test("every page of it fits a phone", async (t) => {
    const phone = await story.open({ size: sizes.narrow });
    t.after(phone.close);
    await signIn(phone.page, story.clinician);
    for (const path of [LIST, `${LIST}/new`, `${LIST}/ors/complete`, `${LIST}/phq-9`, `${LIST}/import`]) {
      await phone.page.goto(path);
      await expectNoSidewaysScroll(phone.page);
      await expectAccessible(phone.page);
    }
    assert.deepEqual(story.problems, []);
  });
});
