// Pages as different people meet them: on a phone, on a laptop, at twice the size, and without a mouse.
import { expectAccessible } from "./axe.mjs";
import { sizes } from "./browser.mjs";
import { expectNoSidewaysScroll } from "./layout.mjs";

/** A phone at twice the size: half as many points. */
export const zoomed = { width: 195, height: 422 };

/** Fails for a page that somebody could not use: small, large, or at twice the size. Leaves the window narrow. */
export async function expectForEverybody(page, paths) {
  for (const path of paths) {
    await page.goto(path);
    await expectThisForEverybody(page);
  }
}

/** The same for what is on the screen now. */
export async function expectThisForEverybody(page) {
  for (const size of [sizes.wide, zoomed, sizes.narrow]) {
    // As high as the longest page: what lies under a bar at this moment is no fault of the page.
    await page.setViewportSize({ ...size, height: 6000 });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
  await page.setViewportSize(sizes.narrow);
}

/** Presses Tab until this has the focus, as somebody without a mouse does. `name`: its words, or those of its label. */
export async function reach(page, name) {
  const met = [];
  for (let press = 0; press < 120; press += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return (element?.labels?.[0] ?? element)?.textContent?.trim().replace(/\s+/g, " ") ?? "";
    });
    if (typeof name === "string" ? focused === name : name.test(focused)) return;
    met.push(focused);
  }
  throw new Error(`${name} cannot be reached with Tab; reached were ${[...new Set(met)].join(" | ")}`);
}

/** Goes to it with Tab and presses it. */
export async function press(page, name) {
  await reach(page, name);
  await page.keyboard.press("Enter");
}

/** Goes to it with Tab, presses it, and waits for the page it leads to. */
export async function follow(page, name) {
  await reach(page, name);
  await Promise.all([page.waitForEvent("framenavigated"), page.keyboard.press("Enter")]);
  await page.waitForLoadState();
}

/** Goes to it with Tab and types. */
export async function type(page, name, words) {
  await reach(page, name);
  await page.keyboard.insertText(words);
}
