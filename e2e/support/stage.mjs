// The stage of a worked example: an empty fictional practice whose clock is moved from week to week, and what its pages
// said on the way.
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchBrowser, openPage, sizes } from "./browser.mjs";
import { signInFictional } from "./people.mjs";
import { withPalette } from "./palette.mjs";
import { startProgram } from "./program.mjs";
import { expectWords } from "./words.mjs";

/** Wide enough for the column beside the text, narrow enough to be read in a document. */
const PICTURE = { width: 1100, height: 800 };

/**
 * @param {{ pictures?: string, begins: string }} options `pictures`: a folder to write them to; without it nothing is
 *   drawn. `begins`: the first moment of the story.
 * @returns {Promise<{ page: import("playwright-core").Page, phone: import("playwright-core").Page, at: (moment: string)
 *   => Promise<void>, look: (where: object, ...words: RegExp[]) => Promise<void>, picture: (name: string, where: object,
 *   options?: { height?: number }) => Promise<void>, seen: () => string, problems: string[], drawn: string[],
 *   end: () => Promise<void> }>} `page` is the clinician's browser, `phone` the client's. `at` moves the clock and signs
 *   the clinician in. `look` waits for words and remembers what is said beside them; `picture` does so and draws it.
 *   `seen` is everything that was remembered.
 */
export async function openStage({ pictures, begins }) {
  const folder = await mkdtemp(join(tmpdir(), "attune-example-"));
  const clock = join(folder, "now");
  await writeFile(clock, begins);
  const [browser, program] = await Promise.all([launchBrowser(), startProgram({ clock })]);
  const problems = [];
  const { page } = await openPage(browser, program.origin, { size: PICTURE, problems });
  const { page: phone } = await openPage(browser, program.origin, { size: sizes.narrow, problems });
  // Weeks of work, often beside other tests: a slow page is no fault of the story.
  for (const context of [page.context(), phone.context()]) context.setDefaultTimeout(40_000);
  if (pictures) await mkdir(pictures, { recursive: true });
  const heard = [];
  const drawn = [];

  const look = async (where, ...words) => {
    if (words.length > 0) await expectWords(where, ...words);
    const part = "goto" in where ? where.getByRole("main") : where;
    // What stands in a fold is said as well: a reader can open it.
    heard.push(await part.first().innerText(), await part.first().evaluate((element) => element.textContent));
  };
  return {
    page,
    phone,
    problems,
    drawn,
    look,
    at: async (moment) => {
      await writeFile(clock, moment);
      await page.context().clearCookies();
      await signInFictional(page, "ingrid@demo.example");
    },
    picture: async (name, where, { height } = {}) => {
      await look(where);
      drawn.push(name);
      if (!pictures) return;
      const on = "goto" in where ? where : where.page();
      await on.evaluate(() => {
        document.activeElement?.blur();
        scrollTo(0, 0);
        return document.fonts.ready;
      });
      const path = join(pictures, `${name}.png`);
      const options = { scale: "css", animations: "disabled" };
      // A phone is shown as it is held.
      if (on === phone) return writeFile(path, withPalette(await on.screenshot(options)));
      // In a window as tall as its page nothing sticks to an edge and lies over what is below.
      await on.setViewportSize({ ...PICTURE, height: await on.evaluate(() => document.body.scrollHeight) });
      const box = "goto" in where ? { x: 0, y: 0, ...on.viewportSize() } : await where.first().boundingBox();
      const drawing = await on.screenshot({ ...options, clip: { ...box, height: Math.min(height ?? box.height, box.height) } });
      await writeFile(path, withPalette(drawing));
      await on.setViewportSize(PICTURE);
    },
    seen: () => heard.join("\n").replace(/\s+/g, " "),
    end: async () => {
      await browser.close();
      await program.stop();
    },
  };
}
