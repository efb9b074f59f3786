// Chromium, and what no page of ours may do in it.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

/** A phone and a laptop. */
export const sizes = { narrow: { width: 390, height: 844 }, wide: { width: 1280, height: 900 } };

/** Starts a browser that asks nobody for anything but our pages. Close it with `close()`. */
export async function launchBrowser() {
  const executablePath = process.env.ATTUNE_CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    throw new Error(`${executablePath} is not there: run \`cargo xtask test --only browser\`, or set ATTUNE_CHROMIUM`);
  }
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox", // the tests may run as root, and open our own pages only
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/**
 * Opens a person's browser: cookies of its own, and an eye on what goes wrong.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} origin where relative addresses lead
 * @param {{ size?: object, dark?: boolean, scripts?: boolean, cookies?: object, problems?: string[], locale?: string }} options
 *   `cookies`: those of somebody who signed in before, from `context.storageState()`; `problems`: a list to add to;
 *   `locale`: the language the browser asks for
 * @returns {Promise<{ page: import("playwright-core").Page, problems: string[], tab: () =>
 *   Promise<import("playwright-core").Page>, close: () => Promise<void> }>} `problems`: errors in scripts, refusals by
 *   the content security policy, and requests to other origins. Ends empty. `tab`: one more window of this person.
 */
export async function openPage(browser, origin, options = {}) {
  const { size = sizes.wide, dark = false, scripts = true, cookies, problems = [], locale = "en-GB" } = options;
  const context = await browser.newContext({
    baseURL: origin,
    viewport: size,
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    javaScriptEnabled: scripts,
    storageState: cookies,
    locale,
    timezoneId: "Europe/London",
  });
  context.setDefaultTimeout(15_000);
  const tab = async () => {
    const page = await context.newPage();
    watch(page, origin, problems);
    return page;
  };
  return { page: await tab(), problems, tab, close: () => context.close() };
}

function watch(page, origin, problems) {
  page.on("pageerror", (error) => problems.push(`error in a script: ${error.message}`));
  page.on("console", (message) => {
    // A refused form answers with 4xx, which Chromium also writes to the console: that is no fault of the page.
    const isAnswer = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isAnswer) problems.push(`in the console: ${message.text()}`);
  });
  page.on("dialog", (dialog) => {
    problems.push(`the browser asked "${dialog.message() || dialog.type()}"`);
    dialog.accept();
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    const isOurs = url.origin === origin || ["data:", "blob:", "about:"].includes(url.protocol);
    if (!isOurs) problems.push(`request to another origin: ${url.origin}`);
  });
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // Leaving a page ends its requests, and the tests cut the connection themselves.
    if (why !== "net::ERR_ABORTED" && why !== "net::ERR_INTERNET_DISCONNECTED") problems.push(`request failed (${why}): ${new URL(request.url()).pathname}`);
  });
}
