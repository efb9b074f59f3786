// Accessibility, as far as a program can see it: axe-core with every rule of WCAG 2.2 AA and its good practices.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * What a rule can find by measuring or by looking at colours. All others read the elements that are there and which of them are
 * shown: as long as neither changes, one look is enough for every size of the window.
 */
const MEASURED = [
  "bypass", "color-contrast", "css-orientation-lock", "link-in-text-block", "region", "scrollable-region-focusable", "skip-link", "target-size",
];

/**
 * Fails with rule, target and HTML of everything that axe objects to.
 *
 * @param {import("playwright-core").Page} page its context must allow scripts; what the page itself allows is no matter
 * @param {{ rules?: Record<string, { enabled: boolean }>, only?: string[] }} options `rules`: those to leave out, with a
 *   reason where it is done; `only`: no others than these
 */
export async function expectAccessible(page, { rules = {}, only } = {}) {
  // Through the debugger, because the pages' own policy forbids adding a script. In a function, because axe would
  // otherwise find and use a module loader. Half a megabyte: once for each document.
  if (!(await page.evaluate("Boolean(globalThis.axe)"))) await page.evaluate(`(() => { ${source} })()`);
  const whole = !only && Object.keys(rules).length === 0;
  const seen = whole && (await page.evaluate(alreadyLookedAt));
  const runOnly = seen || only ? { type: "rule", values: only ?? MEASURED } : { type: "tag", values: STANDARD };
  const options = { runOnly, rules, resultTypes: ["violations"] };
  const { violations } = await page.evaluate(async (asked) => {
    // A bar that sticks to the edge lies over part of something wherever one stops to scroll, and axe calls that too small to
    // press. While it looks, bars lie where they end up at the end of the page.
    const bars = [...document.querySelectorAll("body *")].filter((element) => getComputedStyle(element).position === "sticky");
    for (const bar of bars) bar.style.position = "static";
    const found = await globalThis.axe.run(document, asked);
    for (const bar of bars) bar.style.position = "";
    return found;
  }, options);
  assert.equal(violations.length, 0, `${new URL(page.url()).pathname} is not accessible:\n${violations.map(told).join("\n")}`);
  if (whole && !seen) await page.evaluate(rememberLook);
}

/** Whether every rule has passed on this document with the very same elements, and the same ones of them shown. */
function alreadyLookedAt() {
  const html = document.documentElement.outerHTML;
  const shown = [...document.querySelectorAll("*")].map((element) => (element.checkVisibility({ visibilityProperty: true }) ? 1 : 0)).join("");
  globalThis.looking = html + shown;
  globalThis.looked ??= new Set();
  return globalThis.looked.has(globalThis.looking);
}

function rememberLook() {
  globalThis.looked.add(globalThis.looking);
}

function told({ id, help, nodes }) {
  const places = nodes.map(({ target, html, failureSummary }) => {
    const why = failureSummary.replaceAll("\n", "\n      ");
    return `    ${target.join(" ")}\n      ${html}\n      ${why}`;
  });
  return `  ${id}: ${help}\n${places.join("\n")}`;
}
