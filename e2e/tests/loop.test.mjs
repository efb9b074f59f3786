// The whole loop with one client, as the clinician and the client live it: assess, formulate, match, plan, meet,
// review, and a new plan. On both databases.
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { answerAll, assess } from "../pages/assess.mjs";
import { caseload, newClient } from "../pages/caseload.mjs";
import { formulation } from "../pages/formulate.mjs";
import { matchPage } from "../pages/match.mjs";
import { inWeeks, planPage } from "../pages/plan.mjs";
import { atQuestion, portal } from "../pages/portal.mjs";
import { reviewPage } from "../pages/review.mjs";
import { sessionPage } from "../pages/session.mjs";
import { sizes } from "../support/browser.mjs";
import { expectKept } from "../support/kept.mjs";
import { beginStory, databases } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

const never = "Not at all";
const someDays = "Several days";
const often = "More than half the days";
const daily = "Nearly every day";

for (const database of databases) {
  describe(`the loop, on ${database}`, () => {
    let story;
    let page;
    let mira;
    test.before(async () => {
      story = await beginStory(database);
      page = story.page;
    });
    test.after(() => story.end());

    test("a new client begins with a name and a problem in own words", async () => {
      await expectWords(page, /No clients yet/);
      mira = await newClient(page, { name: "Mira Okafor", born: "1990-04-02" });
      await assess(page).open(mira);
      await assess(page).problem("I keep the phone face down so that nobody can ask.", "depression");
      await assess(page).heard("My sister calls every week, whatever I say.", "Relationships", "what helps or carries");
      await expectWords(page, /I keep the phone face down so that nobody can ask\./);
      await expectWords(page, /My sister calls every week/);
    });

    test("a questionnaire with a gap has no total, and says so", async () => {
      const room = assess(page);
      await room.open(mira);
      await room.askHere("PHQ-9");
      await answerAll(page, [often, daily, null, often, someDays, often, someDays, never, never, "Somewhat difficult"]);
      await expectKept(page);
      await room.save();
      await expectWords(page, /a missing answer is never counted as a zero/);
      await expectWords(page, /Trouble falling or staying asleep/);
      await room.saveWithGaps();
      await expectWords(page, /no total, 8 of 9 answered/);
      await room.open(mira);
      await expectWords(room.section("PHQ-9"), /incomplete|without an answer|not answered/);
    });

    test("a complete questionnaire has a phrase before its picture", async () => {
      const room = assess(page);
      await room.open(mira);
      await room.askHere("GAD-7");
      await answerAll(page, [often, often, daily, someDays, someDays, someDays, someDays]);
      await room.save();
      await expectWords(page, /GAD-7 11\b/);
      await room.open(mira);
      await expectWords(room.section("GAD-7"), /11/);
      await expectWords(room.section("GAD-7"), /moderate/);
    });

    test("the client answers a check-in on a phone, through a tunnel", async (t) => {
      await assess(page).open(mira);
      const link = await assess(page).link("Check-in");
      const phone = await story.open({ size: sizes.narrow });
      t.after(phone.close);
      const client = portal(phone.page);
      await client.enter(link);
      await expectWords(phone.page, /Hello\. Dr Jonas Weil asks you/);
      await client.start();
      for (const [index, answer] of ["3", "2"].entries()) {
        await atQuestion(phone.page, index + 1);
        await client.answer(answer);
      }
      await atQuestion(phone.page, 3);
      await phone.page.context().setOffline(true);
      await client.answer("4");
      await client.offline.waitFor();
      await expectWords(client.offline, /Your answers so far are kept/);
      await phone.page.context().setOffline(false);
      await atQuestion(phone.page, 4);

      // Closed in the middle; the same link leads back to where it was.
      const again = await story.open({ size: sizes.narrow });
      t.after(again.close);
      const resumed = portal(again.page);
      await resumed.enter(link);
      await expectWords(again.page, /Welcome back\. You have been through 3 of/);
      await resumed.start();
      await atQuestion(again.page, 4);
      await resumed.answer("7");
      await atQuestion(again.page, 5);
      await resumed.skip();
      await atQuestion(again.page, 6);
      await resumed.answer("8");
      await resumed.answer("Feelings");
      await expectWords(again.page, /a left-out answer is never counted as a zero/);
      await resumed.send();
      await again.page.getByRole("heading", { name: "Sent. Thank you." }).waitFor();
      await resumed.helpAlways.waitFor();
      await resumed.enter(link);
      await expectWords(again.page, /Already sent/);

      await page.goto(mira);
      await expectWords(page, /The whole person/);
      assert.equal(await page.locator("svg.fig").first().isVisible(), true);
    });

    test("a risk answer brings help at once, and stays with the clinician until it is acted on", async (t) => {
      await assess(page).open(mira);
      const link = await assess(page).link("PHQ-9");
      const phone = await story.open({ size: sizes.narrow });
      t.after(phone.close);
      const client = portal(phone.page);
      await client.enter(link);
      await client.start();
      for (const [index, answer] of [often, daily, daily, often, someDays, often, someDays, never].entries()) {
        await atQuestion(phone.page, index + 1);
        await client.answer(answer);
      }
      await atQuestion(phone.page, 9);
      await client.answer(someDays);
      await client.help.waitFor();
      await phone.page.getByRole("link", { name: "Go on with the questions" }).click();
      await client.answer("Very difficult");
      await client.send();
      await client.help.waitFor();

      const list = caseload(page);
      for (let visit = 0; visit < 2; visit += 1) {
        await list.open();
        await expectWords(list.row("Mira Okafor"), /risk answer of .*: nobody has acted on it yet/);
      }
      await page.goto(mira);
      const shown = assess(page);
      await expectWords(shown.alerts, /better off dead.*Several days/s);
      await shown.acknowledge("We made or went through a safety plan", "Called her at once; safety plan written.");
      await list.open();
      assert.doesNotMatch(await list.row("Mira Okafor").innerText(), /risk answer/);
      await page.goto(mira);
      await expectWords(page.locator("#alerts"), /One risk answer that was acted on/);
    });

    test("three factors and three influences make a loop that is said in a sentence", async () => {
      const drawing = formulation(page);
      await drawing.open(mira);
      await drawing.begin("Blank", [{ words: "Cancelling friends", domain: "Behaviours" }]);
      await drawing.factor({ words: "Alone in the evening", domain: "Relationships" });
      await drawing.factor({ words: "Low mood", domain: "Emotions" });
      await drawing.influence({ from: "Cancelling friends", to: "Alone in the evening" });
      await drawing.influence({ from: "Alone in the evening", to: "Low mood" });
      await drawing.influence({ from: "Low mood", to: "Cancelling friends" });
      const sentence = await drawing.loops.first().innerText();
      for (const words of ["Cancelling friends", "Alone in the evening", "Low mood"]) assert.ok(sentence.includes(words), sentence);
      assert.equal(await drawing.drawing.locator("svg").first().isVisible(), true);

      await drawing.changeFactor("Low mood", "Low and empty");
      await expectWords(drawing.loops.first(), /Low and empty/);
      await drawing.undo();
      await expectWords(drawing.loops.first(), /Low mood/);
    });

    test("wishes are asked, one way is taken and one is declined with a word", async () => {
      await assess(page).open(mira);
      await assess(page).askHere("Preferences");
      await page.getByRole("group").nth(2).getByRole("radio", { name: /gently/ }).last().check();
      await assess(page).save();
      await assess(page).saveWithGaps();

      const match = matchPage(page);
      await match.open(mira);
      await expectWords(match.wishes, /go gently/);
      await expectWords(page, /What trials found/);
      await match.take("Activity plan");
      await match.decline("Thought record", "she keeps lists enough already");
      await match.unfold("Thought record");
      await expectWords(match.candidate("Activity plan"), /taken for the plan/);
      await expectWords(match.candidate("Thought record"), /decided against.*she keeps lists enough already/);
    });

    test("a way that may harm cannot be taken before that is ruled out", async () => {
      const match = matchPage(page);
      await match.open(mira);
      const forbidden = await match.unfold("Sleep routine");
      await expectWords(forbidden, /Not now, unless this is ruled out/);
      assert.equal(await forbidden.getByRole("button", { name: /^Take it into the plan/ }).count(), 0);
      await match.ruleOut("Sleep routine");
      await match.take("Sleep routine");
      await match.unfold("Sleep routine");
      await expectWords(match.candidate("Sleep routine"), /taken for the plan/);
    });

    test("what was taken becomes a plan, agreed together", async () => {
      const plan = planPage(page);
      await plan.change(mira);
      await expectWords(page, /Taken over from Match: 2 strands/);
      await plan.expected(1).fill("out of the house three times a week by January");
      await plan.leaveOut(2).check();
      await plan.goal(1).fill("Pick up when my sister calls");
      await plan.reviewOn.fill(inWeeks(6));
      await plan.reason.fill("what we begin with");
      await plan.together.check();
      await expectKept(page);
      await plan.agree();
      await expectWords(plan.version, /^Version 1$/);
      assert.equal(await plan.strands.count(), 1);
      await expectWords(page, /with the client/, /Pick up when my sister calls/);
    });

    test("a plan without a day to look at it again is not agreed, and nothing typed is lost", async () => {
      const plan = planPage(page);
      await plan.change(mira);
      await plan.expected(1).fill("every day before noon");
      await plan.reason.fill("the mornings are hardest");
      await plan.agree();
      await expectWords(page.getByRole("alert"), /the day to look at it again/);
      assert.equal(await plan.expected(1).inputValue(), "every day before noon");
      await plan.reviewOn.fill(inWeeks(4));
      await plan.agree();
      await expectWords(plan.version, /^Version 2$/);
      await expectWords(page, /What changed since version 1/, /the mornings are hardest/);
      await page.getByText("Line by line").click();
      await expectWords(page.locator(".diff"), /every day before noon/);
    });

    test("a note is kept as it is typed, locked and amended", async () => {
      const session = sessionPage(page);
      await session.hold(mira);
      await session.note.fill("She called her sister back on Sunday.");
      await expectKept(page);
      await page.reload();
      assert.equal(await session.note.inputValue(), "She called her sister back on Sunday.");
      await session.did("Activity plan", "two walks of three");
      await expectWords(session.done, /Activity plan: two walks of three/);
      await session.agree("A walk before noon, three times");
      await expectWords(session.tasks, /A walk before noon/);
      await session.lock();
      await expectWords(page.locator("#note"), /Locked by Dr Jonas Weil/);
      await session.amend("It was Saturday.", "wrong day");
      await expectWords(page.locator("#note"), /She called her sister back on Sunday\./, /It was Saturday\.\s+Because: wrong day/);
    });

    test("the client says how the session was, through a link", async (t) => {
      await page.goto(`${mira}/session`);
      await page.getByRole("link", { name: /in person/ }).first().click();
      await sessionPage(page).feedback.getByRole("button", { name: "Make a link for the client" }).click();
      const link = await page.getByLabel("Only for this client").inputValue();
      const phone = await story.open({ size: sizes.narrow });
      t.after(phone.close);
      const client = portal(phone.page);
      await client.enter(link);
      await client.start();
      for (const [index, answer] of ["8", "9", "4", "7", "8"].entries()) {
        await atQuestion(phone.page, index + 1);
        await client.answer(answer);
      }
      await atQuestion(phone.page, 6);
      await client.write("Less about the past.");
      await client.send();
      await phone.page.getByRole("heading", { name: "Sent. Thank you." }).waitFor();

      await page.goto(`${mira}/session`);
      await expectWords(page, /What they would like to be different next time.*Less about the past\./s);
      await page.getByRole("link", { name: /in person/ }).first().click();
      await expectWords(sessionPage(page).feedback, /My therapist got what I meant\.\s+4\s+worth asking about/);
    });

    test("a review ends in no change, with a reason, or in the next version of the plan", async () => {
      const review = reviewPage(page);
      await review.open(mira);
      await review.noChange();
      await expectWords(page.getByRole("alert"), /Not decided yet/);
      await review.because.fill("the walks have only begun");
      await expectKept(page);
      await review.noChange();
      await expectWords(review.earlier.first(), /no change/i, /the walks have only begun/);

      await review.open(mira);
      await review.words.fill("She sleeps better since the walks.");
      await expectKept(page);
      await review.changePlan();
      await expectWords(page, /It comes out of the review/);
      const plan = planPage(page);
      await plan.expected(1).fill("a walk and one call a week");
      await plan.reviewOn.fill(inWeeks(8));
      await plan.reason.fill("the walks carry, now people");
      await plan.agree();
      await expectWords(plan.version, /^Version 3$/);
      await review.open(mira);
      await expectWords(review.earlier.first(), /She sleeps better since the walks\./);
      assert.equal(await review.earlier.count(), 2);
    });

    test("nothing went wrong in any window", () => assert.deepEqual(story.problems, []));
  });
}
