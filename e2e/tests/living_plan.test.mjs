// The plan lives: the guided look one place at a time on a phone, the plan with its terms, the end with a relapse plan
// and a book, and a case shared with the supervisor.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { expectAccessible } from "../support/axe.mjs";
import { launchBrowser, sizes } from "../support/browser.mjs";
import { clientPath, colleagues, startDemo } from "../support/demo.mjs";
import { expectNoSidewaysScroll } from "../support/layout.mjs";
import { expectWords } from "../support/words.mjs";

const WHO = "Amara Okafor";
const PLACES = ["risk", "alliance", "goals", "life", "formulation", "dose"];

test("the living plan in the fictional practice", async (t) => {
  const browser = await launchBrowser();
  const demo = await startDemo(browser);
  t.after(async () => {
    await browser.close();
    await demo.stop();
  });

  for (const [name, size] of Object.entries(sizes)) {
    await t.test(`a guided look is left, resumed, and ends in a decision (${name})`, async () => {
      const { page, problems, close } = await demo.as(colleagues.clinician, { size });
      const client = await clientPath(page, WHO);
      await page.goto(`${client}/review`);
      await expectAccessible(page);
      await page.goto(`${client}/review/guide/risk`);
      for (const [number, place] of PLACES.entries()) {
        await expectWords(page, new RegExp(`${number + 1} of 6`));
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        if (place === "goals") {
          await page.getByLabel("What the two of you say to it").fill(`sleep first, ${name}`);
          await page.getByRole("button", { name: "Go on later" }).click();
          await page.waitForURL(/\/review$/);
          await page.goto(`${client}/review/guide`);
          assert.match(page.url(), /guide\/goals$/);
        }
        await page.getByRole("button", { name: /^On/ }).click();
      }
      await page.waitForURL(/guide\/decision$/);
      await expectWords(page, new RegExp(`sleep first, ${name}`));
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await page.getByLabel("Look again by itself").selectOption("2");
      await page.getByLabel("Or: no change, because").fill("it is early");
      await page.getByRole("button", { name: "No change, and why" }).click();
      await page.waitForURL(/review#earlier$/);
      await page.goto(`${client}/session/brief`);
      await expectWords(page, /looked at again by itself after 2 more sessions/);
      await expectAccessible(page);
      assert.deepEqual(problems, []);
      await close();
    });

    await t.test(`plan, end and shared case are read and written by everybody (${name})`, async () => {
      const { page, problems, close } = await demo.as(colleagues.clinician, { size });
      const client = await clientPath(page, WHO);
      for (const path of ["plan", "plan/edit", "ending", "case"]) {
        await page.goto(`${client}/${path}`);
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
      }
      await page.goto(`${client}/ending`);
      const write = page.getByText(/^(Write|Change) it together$/);
      if (!(await page.getByLabel("Early signs that I know").isVisible())) await write.click();
      await page.getByLabel("Early signs that I know").fill(`I stop answering, ${name}`);
      await page.getByRole("button", { name: "We agreed on this" }).click();
      await expectWords(page, new RegExp(`I stop answering, ${name}`));
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Save the book as a file" }).click(),
      ]);
      const book = await readFile(await download.path(), "utf8");
      assert.match(book, new RegExp(`I stop answering, ${name}`));
      assert.doesNotMatch(book, /src=|href=|<script/);

      await page.goto(`${client}/case`);
      const until = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
      await page.getByLabel("With", { exact: true }).selectOption({ index: 0 });
      await page.getByLabel("A name for the case").fill(`Birch ${name}`);
      await page.getByLabel("What you want to talk about").fill("What am I missing?");
      await page.getByLabel("Until").fill(until);
      await page.getByRole("button", { name: "Share what is ticked" }).click();
      await expectWords(page.locator("#shared"), new RegExp(`Birch ${name}`));
      await page.goto("/cases");
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      assert.deepEqual(problems, []);
      await close();
    });
  }
});
