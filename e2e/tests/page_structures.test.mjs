// What a screen reader hears of the pages that matter most: headings, landmarks, names of fields and buttons.
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { pages } from "../pages/all.mjs";
import { expectSnapshot } from "../support/aria.mjs";
import { launchBrowser } from "../support/browser.mjs";
import { startDemo } from "../support/demo.mjs";
import { look } from "../support/look.mjs";
import { structure } from "../support/structure.mjs";

/** The frame around a page is the same everywhere, so it is told once of each kind. */
const FRAMES = ["sign-in", "person", "practice", "portal-welcome"];

let browser;
let demo;
test.before(async () => {
  browser = await launchBrowser();
  demo = await startDemo(browser);
});
test.after(async () => {
  await browser.close();
  await demo.stop();
});

describe("the structure of", () => {
  for (const { name, open } of pages) {
    test(name, async (t) => {
      const { page, problems, close } = await open(demo);
      t.after(close);
      const frame = FRAMES.includes(name) ? page.locator("body") : page.getByRole("main");
      await expectSnapshot(frame, name, { keep: structure });
      if (name.startsWith("portal-") || name.startsWith("assess-")) await look(page);
      assert.deepEqual(problems, []);
    });
  }
});
