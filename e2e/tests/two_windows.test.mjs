// Somebody works in two windows, or two people at one record: nothing that was typed is lost or overwritten.
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { newClient } from "../pages/caseload.mjs";
import { inWeeks, planPage } from "../pages/plan.mjs";
import { conflict, sessionPage } from "../pages/session.mjs";
import { expectKept } from "../support/kept.mjs";
import { beginStory, databases } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

for (const database of databases) {
  describe(`two windows, on ${database}`, () => {
    let story;
    let client;
    test.before(async () => {
      story = await beginStory(database);
      const words = "I keep the phone face down so that nobody can ask.";
      client = await newClient(story.page, { name: "Mira Okafor", words, area: "depression" });
    });
    test.after(() => story.end());

    /** Both windows show the empty note of one session; the first text is kept, the second one is not. */
    async function twoTexts() {
      const [left, right] = await Promise.all([story.tab(), story.tab()]);
      const held = await sessionPage(left).hold(client);
      await right.goto(held);
      await sessionPage(left).note.fill("She answered her sister's call.");
      await expectKept(left);
      await sessionPage(right).note.fill("She slept badly.");
      await conflict(right).all.waitFor();
      await expectWords(conflict(right).theirs, /She answered her sister's call\./);
      await expectWords(conflict(right).yours, /She slept badly\./);
      return { left, right, held, both: conflict(right) };
    }

    test("the text of the other window can be gone on with", async () => {
      const { right, both } = await twoTexts();
      await both.goOnWithTheirs();
      assert.equal(await sessionPage(right).note.inputValue(), "She answered her sister's call.");
    });

    test("one's own text can be gone on with", async () => {
      const { right, held, both } = await twoTexts();
      await both.goOnWithYours();
      assert.equal(await sessionPage(right).note.inputValue(), "She slept badly.");
      await right.goto(held);
      assert.equal(await sessionPage(right).note.inputValue(), "She slept badly.");
    });

    test("both texts can be put together", async () => {
      const { right, both } = await twoTexts();
      await both.putTogether();
      assert.equal(await sessionPage(right).note.inputValue(), "She answered her sister's call.\n\nShe slept badly.");
    });

    test("a note is not locked over a text that another window kept", async () => {
      const { left, right, both } = await twoTexts();
      await both.goOnWithYours();
      await sessionPage(right).lock();
      await sessionPage(right).locked.waitFor();
      // The left window still shows the first text, and learns that the note is locked now.
      await sessionPage(left).note.fill("She answered her sister's call at once.");
      await left.getByText(/not kept/).waitFor();
      assert.equal(await sessionPage(left).note.inputValue(), "She answered her sister's call at once.");
    });

    test("a plan agreed in one window is not agreed over in the other", async () => {
      const plan = planPage(story.page);
      await plan.change(client);
      await plan.technique(1).selectOption({ label: "Activity plan" });
      await plan.reviewOn.fill(inWeeks(6));
      await plan.reason.fill("a first plan");
      await plan.agree();
      await expectWords(plan.version, /^Version 1$/);

      const [left, right] = await Promise.all([story.tab(), story.tab()]);
      await Promise.all([planPage(left).change(client), planPage(right).change(client)]);
      await change(left, { expected: "out of the house three times a week", reason: "she wants to move more" });
      await planPage(left).agree();
      await expectWords(planPage(left).version, /^Version 2$/);

      await change(right, { expected: "a call with her sister every week", reason: "her sister matters most" });
      await planPage(right).agree();
      const both = conflict(right);
      await expectWords(both.theirs, /Version 2.*she wants to move more/s);
      await expectWords(both.yours, /a call with her sister every week/);
      await both.goOnWithYours();
      assert.equal(await planPage(right).expected(1).inputValue(), "a call with her sister every week");
      await planPage(right).agree();
      await expectWords(planPage(right).version, /^Version 3$/);
      await expectWords(right, /a call with her sister every week/);
      await expectWords(right, /Version 2, .*she wants to move more/);
    });

    test("plans written in two windows at once are both shown", async () => {
      const [left, right] = await Promise.all([story.tab(), story.tab()]);
      await Promise.all([planPage(left).change(client), planPage(right).change(client)]);
      await planPage(left).reason.fill("the walk helps");
      await expectKept(left);
      await planPage(right).reason.fill("the calls help");
      const both = conflict(right);
      await both.all.waitFor();
      await expectWords(both.theirs, /the walk helps/);
      await both.goOnWithTheirs();
      assert.equal(await planPage(right).reason.inputValue(), "the walk helps");
    });

    test("nothing went wrong in any window", () => assert.deepEqual(story.problems, []));
  });
}

async function change(page, { expected, reason }) {
  const plan = planPage(page);
  await plan.expected(1).fill(expected);
  await plan.reviewOn.fill(inWeeks(4));
  await plan.reason.fill(reason);
}
