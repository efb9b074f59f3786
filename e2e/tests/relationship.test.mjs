// The relationship: somebody notices that something came between them, talks about it, tries something, and it is well
// again; the clinician's own voice stands beside the client's.
import assert from "node:assert/strict";
import test from "node:test";
import { expectAccessible } from "../support/axe.mjs";
import { launchBrowser, sizes } from "../support/browser.mjs";
import { clientPath, colleagues, startDemo } from "../support/demo.mjs";
import { expectNoSidewaysScroll } from "../support/layout.mjs";
import { expectWords } from "../support/words.mjs";

const WHO = "Amara Okafor";

test("the relationship in the fictional practice", async (t) => {
  const browser = await launchBrowser();
  const demo = await startDemo(browser);
  t.after(async () => {
    await browser.close();
    await demo.stop();
  });

  for (const [name, size] of Object.entries(sizes)) {
    await t.test(`a rupture is noticed, worked on and repaired (${name})`, async () => {
      const { page, problems, close } = await demo.as(colleagues.clinician, { size });
      const client = await clientPath(page, WHO);
      await page.goto(`${client}/session`);
      await page.getByRole("link", { name: "The relationship" }).click();
      await expectWords(page, /How it is between you/);
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await page.getByText("Something else came between you").click();
      await page.getByLabel("What you noticed", { exact: true }).fill(`looked at the clock, ${name}`);
      await page.getByRole("button", { name: "Keep it in mind", exact: true }).click();
      const episode = page.locator("article", { hasText: `looked at the clock, ${name}` });
      await expectWords(episode, /suspected/);
      await episode.getByRole("button", { name: /^Yes, something came between us/ }).click();
      await expectWords(episode, /confirmed/);
      await episode.getByText(/^Write down what you tried/).click();
      await episode.getByLabel("What you tried").selectOption("own-your-part");
      await episode.getByLabel("How it went").fill(`it got easier, ${name}`);
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await episode.getByRole("button", { name: "Keep what was tried" }).click();
      await expectWords(episode, new RegExp(`it got easier, ${name}`));
      await episode.getByRole("button", { name: /^We are well again/ }).click();
      await expectWords(episode, /repaired/);

      await page.getByText("Rate a session").click();
      for (const words of [/^We spent time/, /^The way we worked/, /^My therapist got/, /^I could say/, /^I take something/]) {
        await page.getByLabel(words).fill("7");
      }
      await page.getByRole("button", { name: "Keep this rating" }).click();
      await expectWords(page, /Last rated: the session of/);
      await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      assert.deepEqual(problems, []);
      await close();
    });
  }
});
