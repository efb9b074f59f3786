// What can be measured of how a page looks.
import assert from "node:assert/strict";

/** Fails with the elements that stick out, if the page can be moved sideways. */
export async function expectNoSidewaysScroll(page) {
  const outside = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className.baseVal ?? element.className}`);
  });
  assert.deepEqual(outside, [], `${new URL(page.url()).pathname} is wider than the screen`);
}
