// A page looked at as everybody may meet it: both sizes, both themes, everything unfolded.
import { expectAccessible } from "./axe.mjs";
import { sizes } from "./browser.mjs";
import { expectNoSidewaysScroll } from "./layout.mjs";

/** Looks at what is on the screen in both sizes and both themes, with everything that folds unfolded. */
export async function look(page) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  for (const size of [sizes.wide, sizes.narrow]) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: "light" });
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
  // The themes differ in nothing but colour.
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page, { only: ["color-contrast"] });
}
