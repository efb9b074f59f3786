// A letter to a physician in the fictional practice: chosen part by part, worked on, finished, and saved as a PDF.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { promisify } from "node:util";
import { expectAccessible } from "../support/axe.mjs";
import { launchBrowser, sizes } from "../support/browser.mjs";
import { clientPath, colleagues, startDemo } from "../support/demo.mjs";
import { expectNoSidewaysScroll } from "../support/layout.mjs";
import { expectWords } from "../support/words.mjs";

const WHO = "Amara Okafor";

test("letters in the fictional practice", async (t) => {
  const browser = await launchBrowser();
  const demo = await startDemo(browser);
  t.after(async () => {
    await browser.close();
    await demo.stop();
  });

  for (const [name, size] of Object.entries(sizes)) {
    await t.test(`a letter to a physician becomes a file (${name})`, async () => {
      const { page, problems, close } = await demo.as(colleagues.clinician, { size });
      const fits = async () => {
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
      };
      await page.goto(`${await clientPath(page, WHO)}/letters`);
      await fits();
      await page.getByRole("link", { name: /^Choose what goes in.*Letter to a physician$/ }).click();
      await fits();
      await page.getByLabel("For whom").fill("Dr. Ana Ruiz\nLindenweg 3");
      await page.getByLabel("Language of the letter").selectOption("en");
      await page.getByRole("button", { name: "Draft it" }).click();
      await fits();
      const letter = page.getByLabel("The letter");
      assert.match(await letter.inputValue(), /on a scale from 0 to 27/);
      await letter.fill(`${await letter.inputValue()}\n\nThank you, ${name}.`);
      await page.getByRole("button", { name: "Finish this letter" }).click();
      await page.waitForURL(/versions\/1$/);
      await fits();
      await expectWords(page, new RegExp(`Thank you, ${name}`));
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Save as PDF" }).click(),
      ]);
      assert.equal(file.suggestedFilename(), "letter.pdf");
      const path = await file.path();
      const bytes = (await readFile(path)).toString("latin1");
      assert.ok(bytes.startsWith("%PDF-1.7"));
      // What the file says about itself is not compressed.
      assert.match(bytes, /<pdfuaid:part>1/);
      assert.match(bytes, /Letter to a physician/);
      const text = await promisify(execFile)("pdftotext", [path, "-"]).catch(() => undefined);
      if (text) assert.match(text.stdout, new RegExp(`Thank you, ${name}`));
      else t.diagnostic("pdftotext is not installed, so the words of the file were not read here");
      assert.deepEqual(problems, []);
      await close();
    });
  }
});
