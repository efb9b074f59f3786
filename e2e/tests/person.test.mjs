// The person as a whole: needs, strengths and events with undo, the courses whose points open what is behind them, a
// measure item by item, the sheet of paper, and the first candidates on Match.
import assert from "node:assert/strict";
import test from "node:test";
import { person } from "../pages/person.mjs";
import { expectAccessible } from "../support/axe.mjs";
import { launchBrowser, sizes } from "../support/browser.mjs";
import { clientPath, colleagues, startDemo } from "../support/demo.mjs";
import { expectNoSidewaysScroll } from "../support/layout.mjs";
import { expectWords } from "../support/words.mjs";

const WHO = "Amara Okafor";

test("the whole person in the fictional practice", async (t) => {
  const browser = await launchBrowser();
  const demo = await startDemo(browser);
  t.after(async () => {
    await browser.close();
    await demo.stop();
  });

  await t.test("a need is named, met, undone, taken out and put back, without scripts", async () => {
    const { page, problems, close } = await demo.as(colleagues.clinician, { scripts: false });
    const whole = person(page, await clientPath(page, WHO));
    await whole.open();
    await expectWords(whole.side("behaviours"), /No good free scale for what a person does was found/);
    await whole.name("environment", "Curtains that keep the light out", "a need, not met", "the client says so");
    await expectWords(whole.side("environment"), /not met\s+Curtains that keep the light out/);
    await whole.change("Curtains that keep the light out", "a need, met");
    await expectWords(whole.side("environment"), /met\s+Curtains that keep the light out/);
    await whole.undo("Curtains that keep the light out");
    await expectWords(whole.side("environment"), /not met\s+Curtains that keep the light out/);
    await whole.takeOut("Curtains that keep the light out", "she has some");
    await expectWords(page.locator("#taken-out"), /because: she has some/);
    await page.getByRole("button", { name: /^Put it back ?: Curtains that keep/ }).click();
    await expectWords(whole.side("environment"), /Curtains that keep the light out/);
    assert.deepEqual(problems, []);
    await close();
  });

  await t.test("an earlier day can be held against now", async () => {
    const { page, close } = await demo.as(colleagues.clinician);
    const whole = person(page, await clientPath(page, WHO));
    await whole.open();
    await expectWords(page, /Held against the first answers/);
    await page.getByLabel("Hold it against").selectOption({ index: 1 });
    await page.getByRole("button", { name: "Show" }).click();
    await expectWords(page, /Held against the answers of .* or before/);
    assert.match(page.url(), /against=\d{4}-\d\d-\d\d$/);
    await close();
  });

  for (const [name, size] of Object.entries(sizes)) {
    await t.test(`an event stands on the axis and is opened by the keyboard (${name})`, async () => {
      const { page, problems, close } = await demo.as(colleagues.clinician, { size });
      const whole = person(page, await clientPath(page, WHO));
      await whole.openLife();
      const what = `A garden of her own, ${name}`;
      await whole.event(what, new Date().getFullYear(), String(new Date().getMonth() + 1));
      await expectWords(page.locator("#life"), new RegExp(what));
      await whole.openCourses();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      const mark = page.locator("svg:visible a").and(page.getByLabel(new RegExp(what)));
      await mark.focus();
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/life#event-/);
      await whole.openCourses();
      const point = page.locator("svg:visible a.fig-point-link").first();
      await point.focus();
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/assess\/responses\//);
      // The same in the table beside it.
      await whole.openCourses();
      await page.getByText("The same as a table").click();
      const session = page.locator('.fig-table tr:has(td:text-is("session"))').getByRole("link").first();
      await session.press("Enter");
      await page.waitForURL(/\/session\//);
      assert.deepEqual(problems, []);
      await close();
    });

    await t.test(`a measure item by item keeps its questions in sight (${name})`, async () => {
      const { page, close } = await demo.as(colleagues.clinician, { size });
      const whole = person(page, await clientPath(page, WHO));
      await whole.openItems("phq-9");
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      const first = page.locator(".item-map tbody th").first();
      const left = async () => (await first.boundingBox()).x;
      const before = await left();
      await page.locator(".table-scroll").evaluate((element) => (element.scrollLeft = 10_000));
      assert.equal(await left(), before);
      await page.locator(".item-map thead a").last().click();
      await page.waitForURL(/\/assess\/responses\//);
      await close();
    });
  }

  await t.test("the whole person fits one sheet of paper, without a name", async () => {
    const { page, close } = await demo.as(colleagues.clinician);
    const client = await clientPath(page, WHO);
    await page.goto(`${client}/assess/person/sheet`);
    await expectAccessible(page);
    assert.equal(pages(await page.pdf({ format: "A4" })), 1);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".client-banner").isVisible(), false);
    assert.ok(!(await page.locator("main").innerText()).includes(WHO));
    await close();
  });

  await t.test("Match shows a few first; the others are one key away and are printed", async () => {
    const { page, close } = await demo.as(colleagues.clinician);
    const client = await clientPath(page, WHO);
    await page.goto(`${client}/match`);
    const all = await page.locator("article.candidate").count();
    const seen = () => page.locator("article.candidate:visible").count();
    assert.ok((await seen()) <= 9, `${await seen()} at once`);
    assert.ok(all > 40, `${all} in all`);
    const folds = page.locator("section.part > details.print-open > summary");
    for (let index = 0; index < (await folds.count()); index += 1) await folds.nth(index).press("Enter");
    assert.equal(await seen(), all);
    await page.reload();
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("article.candidate").last().evaluate((element) => element.checkVisibility({ contentVisibilityAuto: true })), true);
    await close();
  });
});

/** How many pages a PDF has. */
function pages(pdf) {
  return pdf.toString("latin1").match(/\/Type\s*\/Page(?!s)/g).length;
}
