// The helpers that look at pages, tried on a good page and on bad ones.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { pathToFileURL } from "node:url";
import { difference, expectSnapshot } from "./aria.mjs";
import { expectAccessible } from "./axe.mjs";
import { launchBrowser, openPage, sizes } from "./browser.mjs";
import { servePage } from "./serve.mjs";

const document = (main) => `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
  <title>Caseload</title><main><h1>Caseload</h1>${main}</main></html>`;

let browser;
before(async () => (browser = await launchBrowser()));
after(() => browser.close());

/** Opens a page with this in its `main`. */
async function open(t, main, options) {
  const site = await servePage(document(main));
  const opened = await openPage(browser, site.origin, options);
  t.after(() => Promise.all([opened.close(), site.close()]));
  await opened.page.goto("/");
  return opened;
}

test("a good page is accessible and without problems, whatever its policy forbids", async (t) => {
  const { page, problems } = await open(t, '<a href="/clients">Clients</a>', { size: sizes.narrow });
  await expectAccessible(page);
  assert.deepEqual(problems, []);
});

test("an inaccessible page is refused with rule, target and HTML", async (t) => {
  const { page } = await open(t, '<form><input name="passphrase"></form>');
  await assert.rejects(expectAccessible(page), /label: .*input.*<input name="passphrase">/s);
  await expectAccessible(page, { rules: { label: { enabled: false } } });
});

test("another size of the window is looked at for what it shows, measures and colours", async (t) => {
  for (const [style, fault] of [
    ["@media (min-width: 600px) { input { display: none } }", /label: /],
    ["@media (max-width: 600px) { p { color: #ddd } }", /color-contrast: /],
  ]) {
    const { page } = await open(t, `<p>Kept</p><form>${fault.source.startsWith("label") ? "<input>" : ""}</form>`);
    await page.evaluate((rules) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(rules);
      document.adoptedStyleSheets = [sheet];
    }, style);
    await expectAccessible(page);
    await expectAccessible(page);
    await page.setViewportSize(sizes.narrow);
    await assert.rejects(expectAccessible(page), fault);
  }
});

test("what a page becomes is looked at again", async (t) => {
  const { page } = await open(t, "<form></form>");
  await expectAccessible(page);
  await page.evaluate(() => document.querySelector("form").append(document.createElement("input")));
  await assert.rejects(expectAccessible(page), /label: /);
});

test("a request to another origin and a refusal by the policy are problems", async (t) => {
  const { page, problems } = await open(t, '<img src="http://127.0.0.1:9/a.png" alt=""><p style="color: red">Hello</p>');
  await page.waitForLoadState("networkidle");
  assert.match(problems.join("\n"), /request to another origin: http:\/\/127\.0\.0\.1:9/);
  assert.match(problems.join("\n"), /in the console: .*style/s);
});

test("a snapshot is compared, and one that is missing is asked for", async (t) => {
  if (process.env.UPDATE_SNAPSHOTS === "1") return t.skip("would accept what this expects to be refused");
  const path = await mkdtemp(join(tmpdir(), "attune-e2e-"));
  t.after(() => rm(path, { recursive: true }));
  const folder = pathToFileURL(`${path}/`);
  const { page } = await open(t, "<p>Kept 14:02</p>");
  const main = page.getByRole("main");
  const options = { folder, replace: [[/\d\d:\d\d/g, "TIME"]] };
  await assert.rejects(expectSnapshot(main, "caseload", options), /UPDATE_SNAPSHOTS=1/);
  await writeFile(join(path, "caseload.yml"), '- main:\n  - heading "Caseload" [level=1]\n  - paragraph: Kept TIME\n');
  await expectSnapshot(main, "caseload", options);
  await assert.rejects(expectSnapshot(main, "caseload", { folder }), /- {3}- paragraph: Kept TIME\n\+ {3}- paragraph: Kept 14:02/);
});

test("a difference shows what changed and its neighbours", () => {
  assert.equal(difference("a\nb\nc\nd\n", "a\nx\nc\nd\n"), "  a\n- b\n+ x\n  c");
  assert.equal(difference("a\n", "a\nb\n"), "  a\n+ b");
});
