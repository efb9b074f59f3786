// Pictures of the pages of the fictional practice, for looking at: on a phone and on a laptop, light and dark.
//
//   node e2e/screenshots.mjs --out DIR [--only NAME]
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pages } from "./pages/all.mjs";
import { launchBrowser, sizes } from "./support/browser.mjs";
import { startDemo } from "./support/demo.mjs";

const { values } = parseArgs({ options: { out: { type: "string" }, only: { type: "string" } } });
if (!values.out) throw new Error("say where to: --out DIR");
await mkdir(values.out, { recursive: true });

const browser = await launchBrowser();
const demo = await startDemo(browser);
try {
  for (const { name, open } of pages) {
    if (values.only && !name.includes(values.only)) continue;
    const { page, close } = await open(demo);
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate(() => document.fonts.ready.then(() => scrollTo(0, 0)));
        const path = join(values.out, `${name}-${viewport.width}-${colorScheme}.png`);
        await page.screenshot({ path, fullPage: true });
      }
      console.log(`${name}, ${size}`);
    }
    await close();
  }
} finally {
  await browser.close();
  await demo.stop();
}
