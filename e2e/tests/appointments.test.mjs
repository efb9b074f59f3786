// When we meet: agreed once for a month, seen in the week on a desk and on a phone, by keyboard, and begun from there.
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import ICAL from "ical.js";
import { newClient } from "../pages/caseload.mjs";
import { expectAccessible } from "../support/axe.mjs";
import { sizes } from "../support/browser.mjs";
import { expectNoSidewaysScroll } from "../support/layout.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

/** Today stays today while these tests run: the practice moves to where the day is half over. */
async function whereItIsAboutNoon(page) {
  await page.goto("/practice/settings");
  const zones = page.getByLabel("Time zone");
  const hour = (timeZone) => Number(new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" }).format());
  const names = await zones.locator("option").allInnerTexts();
  const known = Intl.supportedValuesOf("timeZone");
  const there = names.find((name) => known.includes(name) && [11, 12, 13].includes(hour(name)));
  await zones.selectOption(there);
  await page.getByRole("button", { name: "Keep these settings" }).click();
  await page.waitForLoadState();
}

describe("appointments", () => {
  let story;
  let client;
  test.before(async () => {
    story = await beginStory("SQLite");
    await whereItIsAboutNoon(story.page);
    client = await newClient(story.page, { name: "Mira Okafor", words: "The nights are long.", area: "depression" });
  });
  test.after(() => story.end());

  test("are agreed on in a series, by keyboard", async () => {
    const { page } = story;
    await page.goto(`${client}/appointments`);
    await expectAccessible(page);
    await page.getByLabel("Time", { exact: true }).fill("23:00");
    await page.getByLabel("How often").focus();
    await page.keyboard.press("e");
    await page.getByLabel("How often").selectOption("1");
    await page.getByLabel("So many times").fill("4");
    await page.getByLabel("So many times").press("Enter");
    await page.getByRole("heading", { level: 3 }).nth(3).waitFor();
    assert.equal(await page.getByRole("heading", { level: 3, name: /23:00/ }).count(), 4);
    await expectAccessible(page);
  });

  test("one is left out, and stands again", async () => {
    const { page } = story;
    const third = page.locator("article").nth(2);
    await third.getByText("Call it off, or leave it out").click();
    await third.getByLabel("left out, as agreed").check();
    await third.getByRole("button", { name: "Call it off" }).click();
    await expectWords(page, /left out, as agreed/);
    assert.equal(await page.locator("article").count(), 3);
    await page.getByRole("button", { name: /It stands after all/ }).click();
    await page.locator("article").nth(3).waitFor();
  });

  test("the week is columns on a desk and a list on a phone", async () => {
    const { page } = story;
    await page.goto("/week");
    await expectWords(page, /one appointment/, /Mira Okafor/, /23:00 to 23:50/);
    await expectAccessible(page);
    for (const size of [sizes.wide, sizes.narrow]) {
      await page.setViewportSize(size);
      await expectNoSidewaysScroll(page);
      const days = page.locator(".week-day");
      const [one, other] = [await days.nth(0).boundingBox(), await days.nth(1).boundingBox()];
      assert.equal(size === sizes.wide, Math.abs(one.y - other.y) < 2);
    }
    await page.setViewportSize(sizes.wide);
    const next = page.getByRole("link", { name: "The week after" });
    await next.focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/from=/);
    await expectWords(page, /Mira Okafor/);
  });

  test("today's come first on the caseload, and a session begins from there", async () => {
    const { page } = story;
    await page.goto("/caseload");
    await expectWords(page, /Today/, /23:00 to 23:50/);
    await expectAccessible(page);
    await page.getByRole("button", { name: /Begin/ }).click();
    await page.waitForURL(/\/session\//);
    await page.goto("/week");
    await expectWords(page, /you met/);
  });

  test("a calendar gets an address that can be taken back", async () => {
    const { page } = story;
    await page.goto("/account/calendar");
    await page.getByRole("button", { name: "Make the address" }).click();
    const address = await page.getByLabel("The address").inputValue();
    await expectAccessible(page);
    const path = new URL(address).pathname;
    const read = await page.request.get(path);
    assert.match(await read.text(), /SUMMARY:Appointment\r\n/);
    assert.ok(!(await read.text()).includes("Mira"));
    // As a calendar program reads it, that we did not write.
    const calendar = new ICAL.Component(ICAL.parse(await read.text()));
    const events = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
    assert.equal(events.length, 4);
    assert.equal(new Set(events.map((event) => event.uid)).size, 4);
    for (const event of events) {
      assert.equal(event.summary, "Appointment");
      assert.equal(event.duration.toSeconds(), 50 * 60);
      assert.equal(event.startDate.zone, ICAL.Timezone.utcTimezone);
      assert.equal(event.description, null);
    }
    const week = 7 * 24 * 60 * 60;
    const starts = events.map((event) => event.startDate.toUnixTime()).sort();
    // An hour more or less where the clocks are changed in between.
    for (const [at, start] of starts.entries()) assert.ok(Math.abs(start - starts[0] - at * week) <= 3600);
    await page.getByRole("button", { name: "Take the address back" }).click();
    assert.equal((await page.request.get(path)).status(), 404);
  });
});
