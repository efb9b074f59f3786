// Drawing a formulation with a hand: cards keep where they were put, influences are drawn from card to card, steps are
// taken back and done again, findings are answered. With the mouse, with the keyboard, and without scripts.
import assert from "node:assert/strict";
import test, { after, before, describe } from "node:test";
import { newClient } from "../pages/caseload.mjs";
import { formulation } from "../pages/formulate.mjs";
import { expectAccessible } from "../support/axe.mjs";
import { sizes } from "../support/browser.mjs";
import { expectKept } from "../support/kept.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

describe("a drawing", () => {
  let story;
  let page;
  let client;
  let drawing;
  before(async () => {
    story = await beginStory("SQLite");
    page = story.page;
    client = await newClient(page, { name: "Mira Okafor", words: "I do not get going.", area: "depression" });
    drawing = formulation(page);
    await drawing.open(client);
    await drawing.begin("Blank", [
      { words: "Cancelling friends", domain: "Behaviours" },
      { words: "Alone in the evening", domain: "Relationships" },
      { words: "Low mood", domain: "Emotions" },
    ]);
  });
  after(() => story.end());

  test("a card that was dragged lies there on the next visit, and no other card stirs", async () => {
    await drawing.open(client);
    const still = ["Cancelling friends", "Alone in the evening"];
    const places = () => Promise.all(still.map((words) => drawing.placeOf(words)));
    const [others, before, from] = [await places(), await drawing.placeOf("Low mood"), await drawing.centre("Low mood")];
    const across = from.x > 640 ? -120 : 120;
    await drawing.drag(from, { x: from.x + across, y: from.y + 90 });
    await expectKept(page);
    await expectWords(drawing.undone, /Undo: moved “Low mood”/);
    assert.match(page.url(), /\/formulate$/, "a drag opens nothing");
    await drawing.open(client);
    const now = await drawing.placeOf("Low mood");
    // The picture is shown at its own size, give or take the width of the page.
    assert.ok(Math.abs(now.x - before.x - across) < 20 && Math.abs(now.y - before.y - 90) < 20, JSON.stringify({ before, now }));
    assert.deepEqual(await places(), others);
  });

  test("arrow keys move the focused card, which stays focused", async () => {
    await drawing.open(client);
    const before = await drawing.placeOf("Cancelling friends");
    await drawing.card("Cancelling friends").focus();
    for (let press = 0; press < 3; press += 1) await page.keyboard.press("ArrowDown");
    await expectKept(page);
    await expectWords(drawing.undone, /Undo: moved “Cancelling friends”/);
    const focused = await page.evaluate(() => document.activeElement?.textContent ?? "");
    assert.match(focused, /Cancelling friends/);
    await drawing.open(client);
    const then = await drawing.placeOf("Cancelling friends");
    assert.equal(Math.round(then.y - before.y), 30);
    await drawing.undo();
    assert.deepEqual(await drawing.placeOf("Cancelling friends"), before);
    await drawing.redo();
    assert.deepEqual(await drawing.placeOf("Cancelling friends"), then);
  });

  test("an influence is drawn from dot to card, and by keyboard", async () => {
    await drawing.open(client);
    await drawing.card("Cancelling friends").hover();
    await drawing.drag(await drawing.handle("Cancelling friends"), await drawing.centre("Alone in the evening"));
    const dialog = page.getByRole("dialog");
    await expectWords(dialog, /From “Cancelling friends” to “Alone in the evening”/);
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Leave it" }).click();
    assert.equal(await dialog.count(), 0);
    await drawing.drag(await drawing.handle("Cancelling friends"), await drawing.centre("Alone in the evening"));
    await dialog.getByLabel("How much").selectOption("7");
    await dialog.getByRole("button", { name: "Add this influence" }).click();
    await expectWords(drawing.undone, /Undo: added the influence of “Cancelling friends” on “Alone in the evening”/);

    for (const [from, to] of [["Alone in the evening", "Low mood"], ["Low mood", "Cancelling friends"]]) {
      await drawing.card(from).focus();
      await page.keyboard.press("l");
      await drawing.card(to).focus();
      await page.keyboard.press("Enter");
      await expectWords(dialog, new RegExp(`From “${from}” to “${to}”`));
      await dialog.getByRole("button", { name: "Add this influence" }).click();
      await expectWords(drawing.undone, new RegExp(`Undo: added the influence of “${from}” on “${to}”`));
    }
    await expectWords(drawing.loops.first(), /this keeps itself going/);
    await drawing.pressArrow();
    await expectWords(page, /Change an influence/);
  });

  test("Delete takes a card out, and undo brings it back where it was", async () => {
    await drawing.open(client);
    const before = await drawing.placeOf("Low mood");
    await drawing.card("Low mood").focus();
    await page.keyboard.press("Delete");
    await expectWords(drawing.undone, /Undo: removed “Low mood”/);
    await drawing.undo();
    assert.deepEqual(await drawing.placeOf("Low mood"), before);
    await expectWords(drawing.loops.first(), /this keeps itself going/);
  });

  test("two windows do not move one card past each other", async () => {
    const [left, right] = await Promise.all([story.tab(), story.tab()]);
    await Promise.all([left, right].map((window) => formulation(window).open(client)));
    await formulation(left).card("Low mood").focus();
    await left.keyboard.press("ArrowUp");
    await expectKept(left);
    await formulation(right).card("Low mood").focus();
    await right.keyboard.press("Shift+ArrowUp");
    await expectWords(right.locator("[data-conflict]"), /“Low mood” was put somewhere else meanwhile/);
    await right.getByRole("button", { name: "Put it where you have it" }).click();
    await expectWords(formulation(right).undone, /Undo: moved “Low mood”/);
    await Promise.all([left.close(), right.close()]);
  });

  test("a finding is doubted with a word that stays", async () => {
    await drawing.open(client);
    await drawing.drawing.getByText(/^Does it fit\?/).first().click();
    await drawing.drawing.getByLabel(/Why, in a word/).first().fill("only in winter");
    await drawing.drawing.getByRole("button", { name: "We doubt it" }).first().click();
    await expectWords(drawing.drawing, /Doubted: “only in winter” \(Dr Jonas Weil/);
    await expectAccessible(page);
  });

  test("without scripts a card is moved by buttons, and the sheet is there", async (t) => {
    const cookies = await page.context().storageState();
    const plain = await story.open({ scripts: false, cookies });
    t.after(plain.close);
    const place = formulation(plain.page);
    await place.open(client);
    await plain.page.getByRole("link", { name: "Change “Low mood”", exact: true }).click();
    await plain.page.getByRole("button", { name: "Move it down" }).click();
    await expectWords(place.undone, /Undo: moved “Low mood”/);
    await plain.page.getByRole("link", { name: "For paper" }).click();
    await expectWords(plain.page, /7 of 10, a lot/);
  });

  test("the drawing is saved as a picture", async () => {
    await drawing.open(client);
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as PNG" }).click()]);
    assert.equal(file.suggestedFilename(), "drawing.png");
  });

  test("it holds together on a phone", async (t) => {
    const cookies = await page.context().storageState();
    const phone = await story.open({ size: sizes.narrow, cookies });
    t.after(phone.close);
    await formulation(phone.page).open(client);
    await expectAccessible(phone.page);
    assert.deepEqual(story.problems, []);
  });
});
