// Accessibility, as far as a program can see it: axe-core with every rule of WCAG 2.2 AA and its good practices.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * Fails with rule, target and HTML of everything that axe objects to.
 *
 * @param {import("playwright-core").Page} page its context must allow scripts; what the page itself allows is no matter
 * @param {{ rules?: Record<string, { enabled: boolean }>, only?: string[] }} options `rules`: those to leave out, with a
 *   reason where it is done; `only`: no others than these
 */
export async function expectAccessible(page, { rules = {}, only } = {}) {
  // Through the debugger, because the pages' own policy forbids adding a script. In a function, because axe would
  // otherwise find and use a module loader.
  await page.evaluate(`if (!globalThis.axe) { (() => { ${source} })(); }`);
  const runOnly = only ? { type: "rule", values: only } : { type: "tag", values: STANDARD };
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
}

function told({ id, help, nodes }) {
  const places = nodes.map(({ target, html, failureSummary }) => {
    const why = failureSummary.replaceAll("\n", "\n      ");
    return `    ${target.join(" ")}\n      ${html}\n      ${why}`;
  });
  return `  ${id}: ${help}\n${places.join("\n")}`;
}
