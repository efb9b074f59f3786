// The caseload: who needs attention today, narrowed and reordered, with scripts and without.
import assert from "node:assert/strict";
import test from "node:test";
import { caseload } from "../pages/caseload.mjs";
import { launchBrowser } from "../support/browser.mjs";
import { clientPath, colleagues, startDemo } from "../support/demo.mjs";
import { expectKept } from "../support/kept.mjs";
import { expectWords } from "../support/words.mjs";

test("in the fictional practice", async (t) => {
  const browser = await launchBrowser();
  const demo = await startDemo(browser);
  t.after(async () => {
    await browser.close();
    await demo.stop();
  });

  await t.test("people who need attention come first, the risk answer before all, each with the reason", async () => {
    const { page, problems, close } = await demo.as(colleagues.clinician);
    const list = caseload(page);
    await list.open();
    assert.equal((await list.names())[0], "Noor van Dijk");
    await expectWords(list.row("Noor van Dijk"), /risk answer of .*: nobody has acted on it yet/);
    await expectWords(list.row("Nikos Papadakis"), /questionnaire waiting since/);
    assert.deepEqual(problems, []);
    await close();
  });

  for (const scripts of [true, false]) {
    await t.test(`the list is narrowed and reordered ${scripts ? "as one types" : "by its button, without scripts"}`, async () => {
      const { page, problems, close } = await demo.as(colleagues.clinician, { scripts });
      const list = caseload(page);
      const shown = async () => {
        if (!scripts) await list.show();
      };
      await list.open();
      const all = await list.names();
      assert.ok(all.length > 20, `${all.length} people`);

      await list.name.pressSequentially("mac");
      await shown();
      await expectWords(list.found, /^1 person$/);
      assert.deepEqual(await list.names(), ["Ailsa MacLeod"]);
      assert.doesNotMatch(page.url(), /mac/, "a name must not stay in an address");

      await list.name.fill("zzz");
      await shown();
      await expectWords(page, /Nobody matches/);
      await page.getByRole("link", { name: "Show everybody" }).click();

      await list.area.selectOption({ label: "Trauma" });
      await shown();
      await expectWords(list.found, /^[2-9] people$/);
      assert.ok((await list.names()).includes("Noor van Dijk"));
      assert.ok(!(await list.names()).includes("Wei Zhang"));
      await list.area.selectOption({ label: "all" });

      await list.order.selectOption({ label: "name" });
      await shown();
      await expectWords(list.found, new RegExp(`^${all.length} people$`));
      await list.rows.first().getByRole("link", { name: "Abena Asante", exact: true }).waitFor();
      const byName = await list.names();
      assert.deepEqual(byName, [...byName].sort((a, b) => a.localeCompare(b, "en")));

      await list.who.selectOption({ label: "only who needs attention" });
      await shown();
      await list.row("Lars Lindqvist").waitFor({ state: "detached" });
      assert.ok((await list.names()).includes("Elif Yılmaz"));
      assert.deepEqual(problems, []);
      await close();
    });
  }

  await t.test("a note is reached and written with the keyboard alone", async () => {
    const { page, problems, close } = await demo.as(colleagues.clinician);
    const focus = () => page.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.getAttribute("name"));
    /** Tabs until this has the focus, which must be seen. */
    const tabTo = async (words, limit = 60) => {
      for (let step = 0; step < limit; step += 1) {
        await page.keyboard.press("Tab");
        if (words.test((await focus()) ?? "")) return expectVisibleFocus(page);
      }
      assert.fail(`${limit} times Tab did not lead to ${words}; the focus is on ${await focus()}`);
    };
    await page.goto("/caseload");
    await tabTo(/^Skip to the page$/);
    await page.keyboard.press("Enter");
    await tabTo(/^text$/);
    await page.keyboard.type("Amara");
    await expectWords(caseload(page).found, /^1 person$/);
    await tabTo(/^Amara Okafor$/);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/clients\/[0-9a-f]{32}$/);
    await tabTo(/^Session$/);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/session$/);
    await tabTo(/^Skip to the page$/);
    await page.keyboard.press("Enter");
    await tabTo(/^Open its page$/);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/session\/[0-9a-f]{32}/);
    await tabTo(/^text$/);
    await page.keyboard.type("Written without a mouse.");
    await expectKept(page);
    await tabTo(/^Lock this note$/);
    await page.keyboard.press("Enter");
    await expectWords(page.locator("#note"), /Written without a mouse\.\s+Locked by/);
    assert.deepEqual(problems, []);
    await close();
  });

  await t.test("the search for a name that has no ASCII letters finds it", async () => {
    const { page, close } = await demo.as(colleagues.clinician);
    assert.match(await clientPath(page, "Siobhán Kelly"), /^\/clients\//);
    await caseload(page).name.fill("siobhán");
    await expectWords(caseload(page).found, /^1 person$/);
    await close();
  });
});

/** What has the focus must be on the screen, and be marked. */
async function expectVisibleFocus(page) {
  const seen = await page.evaluate(() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    // A link that spreads over its row is marked by what makes it spread.
    const outlines = [null, "::after"].map((part) => getComputedStyle(element, part));
    return {
      marked: outlines.some(({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) > 0),
      inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    };
  });
  assert.deepEqual(seen, { marked: true, inside: true });
}
