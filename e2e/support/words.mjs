// What stands on the page, waited for: pages arrive after a click, and some words after a page.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits until the main part of a page, or a part of it, can be read as one of these words each.
 *
 * @param {import("playwright-core").Page | import("playwright-core").Locator} where
 * @param {...RegExp} words
 */
export async function expectWords(where, ...words) {
  // What is hidden is not said; of a hidden part the browser would hand out every word.
  const part = ("goto" in where ? where.getByRole("main") : where).filter({ visible: true });
  const limit = Date.now() + 15_000;
  let text = "";
  let lacking = words;
  do {
    // The page may just be leaving.
    text = await part.innerText({ timeout: 5_000 }).catch((error) => `nothing: ${error.message}`);
    lacking = words.filter((pattern) => !pattern.test(text));
    if (lacking.length === 0) return;
    await sleep(50);
  } while (Date.now() < limit);
  assert.fail(`the page does not say ${lacking.join(" or ")}. It says:\n${text}`);
}
