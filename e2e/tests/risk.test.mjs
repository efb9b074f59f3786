// A risk answer that nobody acts on, and the safety plan: made together with the keyboard alone, found again in the
// client's own space and on paper. In the fictional practice, whose answers are days old.
import assert from "node:assert/strict";
import test, { after, before, describe } from "node:test";
import { space, spaceOf } from "../pages/space.mjs";
import { launchBrowser, sizes } from "../support/browser.mjs";
import { clientPath, colleagues, startDemo } from "../support/demo.mjs";
import { expectForEverybody, expectThisForEverybody, follow, press, type } from "../support/everybody.mjs";
import { expectWords } from "../support/words.mjs";

describe("somebody acts", () => {
  let browser;
  let demo;
  let noor;
  let ingrid;
  before(async () => {
    browser = await launchBrowser();
    demo = await startDemo(browser);
    ingrid = await demo.as(colleagues.clinician, { size: sizes.narrow });
    noor = await clientPath(ingrid.page, "Noor van Dijk");
  });
  after(async () => {
    await browser.close();
    await demo.stop();
  });

  test("the list says who waits, and can be used by everybody", async () => {
    const { page } = ingrid;
    await expectForEverybody(page, ["/attention", `${noor}/risk`, `${noor}/safety-plan`]);
    await page.goto("/attention");
    await expectWords(page, /Noor van Dijk/, /Nobody has acted/);
    await press(page, "Say what was done for Noor van Dijk");
    await page.getByLabel("In a few words").first().waitFor();
    await expectThisForEverybody(page);
  });

  test("an administrator says who is brought in, and when", async () => {
    const { page, problems, close } = await demo.as(colleagues.administrator, { size: sizes.narrow });
    await expectForEverybody(page, ["/practice/risk", "/practice/help"]);
    await page.goto("/practice/risk");
    await page.getByLabel("The deputy, after hours").fill("1");
    await page.getByLabel("Deputy of Dr. Ingrid Solheim").selectOption({ label: "Daniel Mensah" });
    await page.getByRole("button", { name: "Keep this" }).click();
    await expectWords(page, /It counts from now on, also for what waits already/);
    assert.deepEqual(problems, []);
    await close();
  });

  test("a safety plan is made together with the keyboard alone", async () => {
    const { page } = ingrid;
    await page.goto(`${noor}/safety-plan`);
    await type(page, /^1\. /, "I stop answering messages.");
    await type(page, /^2\. /, "A shower, then the dog.");
    await type(page, /^4\. /, "My sister Lieke");
    await follow(page, "We agreed on this");
    await expectWords(page, /Version 1/, /A shower, then the dog\./);
    await follow(page, "On one page, for paper");
    await page.waitForURL("**/safety-plan/paper");
    await expectWords(page, /My safety plan/, /I stop answering messages\./);
    assert.doesNotMatch(await page.getByRole("article").innerText(), /Noor/);
    await expectThisForEverybody(page);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.getByText("Back to the plan").isVisible(), false);
    assert.ok(await page.getByText("My sister Lieke").isVisible());
    await page.emulateMedia({ media: null });
  });

  test("it stands in the client's own space, one press from every page", async () => {
    await spaceOf(ingrid.page).open(noor);
    const link = await spaceOf(ingrid.page).link();
    const phone = await demo.guest({ size: sizes.narrow });
    await space(phone.page).enter(link);
    await follow(phone.page, "My safety plan");
    await phone.page.waitForURL("**/portal/safety-plan");
    await expectWords(phone.page, /I stop answering messages\./, /My sister Lieke/);
    await expectForEverybody(phone.page, ["/portal/safety-plan"]);
    // An open page stays readable when the connection goes.
    await phone.page.context().setOffline(true);
    assert.ok(await phone.page.getByText("A shower, then the dog.").isVisible());
    assert.deepEqual(phone.problems, []);
    await phone.close();
  });

  test("the deputy is brought in, can act, and then nobody waits any more", async () => {
    const daniel = await demo.as(colleagues.colleague, { size: sizes.narrow });
    const row = daniel.page.getByRole("listitem").filter({ hasText: "Noor van Dijk" }).first();
    // The program looks every minute.
    for (let round = 0; round < 90; round += 1) {
      await daniel.page.goto("/attention");
      if ((await row.count()) > 0) break;
      await daniel.page.waitForTimeout(1_000);
    }
    await expectWords(row, /the deputy was brought in/);
    await row.getByText(/^Say what was done/).click();
    await row.getByRole("radio").first().check();
    await row.getByLabel("In a few words").fill("Called her. She is with her sister.");
    await row.getByRole("button", { name: "Record what was done" }).click();
    await daniel.page.waitForURL("**/attention*");
    assert.equal(await row.count(), 0);
    await daniel.page.goto(`${noor}/risk`);
    await expectWords(daniel.page, /Called her\. She is with her sister\./, /Daniel Mensah/);
    assert.deepEqual([...daniel.problems, ...ingrid.problems], []);
    await daniel.close();
  });
});
