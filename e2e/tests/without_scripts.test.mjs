// Everything works without scripts; they only make it kinder. Here: a questionnaire, a plan, a note.
import assert from "node:assert/strict";
import test from "node:test";
import { answerAll, assess } from "../pages/assess.mjs";
import { newClient } from "../pages/caseload.mjs";
import { inWeeks, planPage } from "../pages/plan.mjs";
import { atQuestion, portal } from "../pages/portal.mjs";
import { conflict, sessionPage } from "../pages/session.mjs";
import { sizes } from "../support/browser.mjs";
import { signIn } from "../support/people.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

test("without scripts", async (t) => {
  const story = await beginStory("SQLite");
  t.after(() => story.end());
  const { page } = await story.open({ scripts: false });
  await signIn(page, story.clinician);
  const words = "I keep the phone face down so that nobody can ask.";
  const mira = await newClient(page, { name: "Mira Okafor", words, area: "depression" });

  await t.test("a questionnaire is filled in together", async () => {
    await assess(page).open(mira);
    await assess(page).askHere("GAD-7");
    await answerAll(page, Array(7).fill("Several days"));
    await assess(page).save();
    await expectWords(page, /GAD-7 7\b/);
  });

  await t.test("a client answers a questionnaire through a link", async () => {
    await assess(page).open(mira);
    const link = await assess(page).link("PHQ-9");
    const phone = await story.open({ scripts: false, size: sizes.narrow });
    const client = portal(phone.page);
    await client.enter(link);
    await client.start();
    await client.continueOn();
    assert.equal(new URL(phone.page.url()).pathname, "/portal/item/1");
    for (let number = 1; number <= 8; number += 1) {
      await atQuestion(phone.page, number);
      await client.answer("Several days");
    }
    await client.answer("Not at all");
    await client.skip();
    await client.send();
    await expectWords(phone.page, /Sent\. Thank you\./);
    await assess(page).open(mira);
    await expectWords(assess(page).section("PHQ-9"), /PHQ-9 8, mild/);
  });

  await t.test("a plan is written, with rows added by a button, and agreed", async () => {
    const plan = planPage(page);
    await plan.change(mira);
    await plan.technique(1).selectOption({ label: "Activity plan" });
    await plan.addStrand();
    await plan.technique(2).selectOption({ label: "Thought record" });
    await plan.goal(1).fill("Pick up when my sister calls");
    await plan.addGoal();
    await plan.goal(2).fill("Sleep through");
    await plan.reviewOn.fill(inWeeks(6));
    await plan.reason.fill("what we begin with");
    await plan.agree();
    await expectWords(plan.version, /^Version 1$/);
    await expectWords(page, /Activity plan/, /Thought record/, /Sleep through/);
  });

  await t.test("a note is kept by its button, and two windows are both shown", async () => {
    const session = sessionPage(page);
    const held = await session.hold(mira);
    const other = await page.context().newPage();
    await other.goto(held);
    await session.note.fill("She slept.");
    await page.getByRole("button", { name: "Keep as a draft" }).click();
    assert.equal(await session.note.inputValue(), "She slept.");
    await sessionPage(other).note.fill("She laughed.");
    await other.getByRole("button", { name: "Keep as a draft" }).click();
    await conflict(other).putTogether();
    assert.equal(await sessionPage(other).note.inputValue(), "She slept.\n\nShe laughed.");
    await sessionPage(other).lock();
    await expectWords(other.locator("#note"), /Locked by/);
  });

  await t.test("nothing went wrong", () => assert.deepEqual(story.problems, []));
});
