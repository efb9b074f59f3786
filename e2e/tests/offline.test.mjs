// Hours without a connection: an answer waits on the phone, sealed, and arrives once; after a day it is gone.
import assert from "node:assert/strict";
import test, { after, before, describe } from "node:test";
import { assess } from "../pages/assess.mjs";
import { newClient } from "../pages/caseload.mjs";
import { atQuestion, portal } from "../pages/portal.mjs";
import { expectAccessible } from "../support/axe.mjs";
import { openPage, sizes } from "../support/browser.mjs";
import { stored } from "../support/storage.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

const HOUR = 60 * 60 * 1000;
const chosen = "More than half the days";

describe("hours without a connection", () => {
  let story;
  let links;
  let phone;
  before(async () => {
    story = await beginStory("SQLite");
    const client = await newClient(story.page, { name: "Mira Okafor", words: "I cannot get up.", area: "depression" });
    links = {};
    for (const measure of ["PHQ-9", "GAD-7"]) {
      await assess(story.page).open(client);
      links[measure] = await assess(story.page).link(measure);
    }
    phone = await story.open({ size: sizes.narrow });
  });
  after(() => story.end());

  /** Another window of this phone, whose clock says that some hours have passed. */
  async function later(hours) {
    const page = await phone.tab();
    await page.clock.setFixedTime(Date.now() + hours * HOUR);
    return page;
  }

  /** Answers the question on the screen while there is no connection. */
  async function answerInATunnel(page) {
    const client = portal(page);
    await page.context().setOffline(true);
    await client.answer(chosen);
    await expectWords(client.offline, /Not sent yet: this answer is kept on this phone/);
    return page;
  }

  /** Closes the page with no connection to the very end. The browser lifts "offline" from a page just before it goes;
   *  the page takes that for the end of the tunnel and would send what it still has. */
  async function closeInATunnel(page) {
    await page.evaluate(() => { globalThis.fetch = () => new Promise(() => {}); });
    await page.close();
  }

  test("an answer is kept sealed, and nobody reads it in the browser's storage", async () => {
    const client = portal(phone.page);
    await client.enter(links["PHQ-9"]);
    await client.start();
    await client.answer("Several days");
    await atQuestion(phone.page, 2);
    await answerInATunnel(phone.page);
    await expectAccessible(phone.page);
    const { rows, text, extractable } = await stored(phone.page);
    assert.equal(rows, 1);
    assert.equal(extractable, false);
    for (const word of ["answer=", "More than", "down", "PHQ", "Mira"]) assert.ok(!text.includes(word), `${word} can be read`);
    await closeInATunnel(phone.page);
  });

  test("hours later it arrives by itself, once, and the questions go on", async () => {
    const page = await later(5);
    await page.context().setOffline(false);
    const sent = [];
    page.on("request", (request) => request.method() === "POST" && sent.push(new URL(request.url()).pathname));
    await page.goto(new URL(links["PHQ-9"]).pathname);
    await atQuestion(page, 3);
    assert.deepEqual(sent, ["/portal/item/2"]);
    assert.equal((await stored(page)).rows, 0);
    await page.goto("/portal/review");
    await expectWords(portal(page).answers.nth(1), new RegExp(chosen));
    assert.doesNotMatch(await portal(page).answers.nth(2).innerText(), new RegExp(chosen));
    await page.close();
  });

  test("with the page still open it is sent as soon as the connection is back", async () => {
    const page = await later(5);
    await page.goto("/portal/item/3");
    await answerInATunnel(page);
    await page.context().setOffline(false);
    await atQuestion(page, 4);
    assert.equal((await stored(page)).rows, 0);
    await page.goto("/portal/review");
    await expectWords(portal(page).answers.nth(2), new RegExp(chosen));
    await page.close();
  });

  test("it never lands in another questionnaire", async () => {
    const page = await later(5);
    await page.goto("/portal/item/4");
    await answerInATunnel(page);
    await closeInATunnel(page);
    const other = await later(6);
    await other.context().setOffline(false);
    await portal(other).enter(links["GAD-7"]);
    await expectWords(other, /7 short questions/);
    await portal(other).start();
    await atQuestion(other, 1);
    assert.equal((await stored(other)).rows, 1);
    // And the server would not take it there, whatever a script says.
    const refused = await other.evaluate(async () => {
      const headers = { "Attune-Questionnaire": "0123456789abcdef01234567" };
      return (await fetch("/portal/item/4", { method: "POST", headers, body: new URLSearchParams({ answer: "2" }) })).status;
    });
    assert.equal(refused, 409);
    await other.goto(new URL(links["PHQ-9"]).pathname);
    await atQuestion(other, 5);
    assert.equal((await stored(other)).rows, 0);
    await other.close();
  });

  test("after a day it is gone, and the question is asked again", async () => {
    const page = await later(6);
    await page.goto("/portal/item/5");
    await answerInATunnel(page);
    await closeInATunnel(page);
    const next = await later(6 + 24.1);
    await next.context().setOffline(false);
    await next.goto("/portal/item/5");
    await atQuestion(next, 5);
    await expectGone(next);
    assert.equal(await next.getByRole("radio", { checked: true }).count(), 0);
    await next.close();
  });

  test("leaving quickly leaves nothing on the phone", async () => {
    // Where it leads is somewhere else on purpose, so this window has an eye of its own.
    const own = await openPage(story.browser, story.practice.origin, { size: sizes.narrow });
    const client = portal(own.page);
    await client.enter(links["PHQ-9"]);
    await client.start();
    await answerInATunnel(own.page);
    assert.equal((await stored(own.page)).rows, 1);
    await client.leave.click();
    await own.page.waitForURL((url) => url.origin !== story.practice.origin, { waitUntil: "commit" }).catch(() => {});
    await own.page.context().setOffline(false);
    await own.page.goto("/portal/help");
    assert.equal((await stored(own.page)).rows, 0);
    await own.close();
  });

  test("nothing went wrong", () => assert.deepEqual(story.problems, []));
});

/** Waits until nothing is kept any more. */
async function expectGone(page) {
  for (let round = 0; round < 100 && (await stored(page)).rows > 0; round += 1) await page.waitForTimeout(50);
  assert.equal((await stored(page)).rows, 0);
}
