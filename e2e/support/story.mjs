// The beginning of a story: a new practice on one of the two databases, and its clinician at the caseload.
import { launchBrowser, openPage } from "./browser.mjs";
import { firstVisit, signIn } from "./people.mjs";
import { startPostgres } from "./postgres.mjs";
import { first, startPractice } from "./practice.mjs";

/** Where a practice can keep its data; everything must work on both. */
export const databases = ["SQLite", "PostgreSQL"];

/**
 * @param {string} database one of `databases`
 * @param {Record<string, string>} environment what else the program is told
 * @returns {Promise<{ practice: object, browser: import("playwright-core").Browser, clinician: object, page:
 *   import("playwright-core").Page, problems: string[], open: (options?: object) => Promise<object>, tab: () =>
 *   Promise<import("playwright-core").Page>, end: () => Promise<void> }>} `open` gives somebody else's browser, `tab`
 *   another window of the clinician's; `problems` of all of them end up in one list.
 */
export async function beginStory(database, environment = {}) {
  const postgres = database === "PostgreSQL" ? await startPostgres() : undefined;
  const [browser, practice] = await Promise.all([launchBrowser(), startPractice({ database: postgres?.url, environment })]);
  const opened = await openPage(browser, practice.origin);
  const { page, problems } = opened;
  const clinician = await firstVisit(page, { ...first, link: practice.link });
  await signIn(page, clinician);
  const open = (options) => openPage(browser, practice.origin, { ...options, problems });
  return {
    practice,
    browser,
    clinician,
    page,
    problems,
    open,
    tab: () => opened.tab(),
    end: async () => {
      await browser.close();
      await practice.stop();
      await postgres?.stop();
    },
  };
}
