// How somebody would like to work, and which trials speak about them: scores from a form on paper, a comparison chosen
// with one press, and a review that asks the wishes again.
import assert from "node:assert/strict";
import test from "node:test";
import { expectAccessible } from "../support/axe.mjs";
import { launchBrowser, sizes } from "../support/browser.mjs";
import { clientPath, colleagues, startDemo } from "../support/demo.mjs";
import { expectNoSidewaysScroll } from "../support/layout.mjs";
import { expectWords } from "../support/words.mjs";

const WHO = "Amara Okafor";

test("wishes and comparisons in the fictional practice", async (t) => {
  const browser = await launchBrowser();
  const demo = await startDemo(browser);
  t.after(async () => {
    await browser.close();
    await demo.stop();
  });

  for (const [name, size] of Object.entries(sizes)) {
    await t.test(`scores come in, and the comparison is chosen (${name})`, async () => {
      const { page, problems, close } = await demo.as(colleagues.clinician, { size });
      const client = await clientPath(page, WHO);
      await page.goto(`${client}/match`);
      await expectWords(page.locator("#compared"), /Held against/);
      await page.getByText("Bring scores of the C-NIP").click();
      await page.getByLabel(/^Therapist's lead/).fill(name === "narrow" ? "-12" : "9");
      await page.getByLabel("Where it comes from").fill(`form on paper, ${name}`);
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await page.getByRole("button", { name: "Keep these scores" }).click();
      await page.waitForURL(/match#wishes$/);
      await expectWords(page, /C-NIP/);

      const others = page.getByText("Hold it against another comparison");
      const none = page.getByRole("button", { name: "None fits" });
      if (!(await none.isVisible())) await others.click();
      if (await none.isVisible()) {
        await none.click();
        await page.waitForURL(/#together$/);
      }
      await expectWords(page.locator("#compared"), /none of the comparisons fits/);
      const use = page.getByRole("button", { name: /^Use this/ }).first();
      if (!(await use.isVisible())) await others.click();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await use.click();
      await page.waitForURL(/#together$/);
      await expectWords(page.locator("#compared"), /[Yy]ou chose/);
      await expectAccessible(page);
      assert.deepEqual(problems, []);
      await close();
    });
  }
});
