/** Waits until the program said that it has kept what was typed: "kept 14:02". */
export async function expectKept(page) {
  await page.locator("[data-saved]").filter({ hasText: /^kept \d\d:\d\d$/ }).waitFor();
}
