// Every pair of text and ground that the style sheets can produce, in both themes, at WCAG 2.2 AA or better.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { contrast, distance, sight } from "./colour.mjs";

const source = await readFile(new URL("src/css/tokens.css", import.meta.url), "utf8");

/** The colours of the block that starts with this selector. */
function colours(selector) {
  const start = source.indexOf(`${selector} {`);
  assert.notEqual(start, -1, `${selector} is missing in tokens.css`);
  const block = source.slice(start, source.indexOf("}", start));
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
}

const light = colours("\n:root");
const dark = colours(':root[data-theme="dark"]');
const domains = Object.keys(light).filter((name) => name.startsWith("domain-"));

const grounds = ["paper", "surface", "wash", "accent-wash", "clay-wash", "danger-wash"];
const inks = ["ink", "ink-quiet", "accent", "accent-strong", "clay", "danger", "danger-strong"];
const filled = [["on-accent", "accent"], ["on-accent", "accent-strong"], ["on-danger", "danger"], ["on-danger", "danger-strong"]];
const marks = ["edge", ...domains];

test("the dark theme is the same by system setting and by choice, and names every colour again", () => {
  assert.deepEqual(colours('  :root:not([data-theme="light"])'), dark);
  assert.deepEqual(Object.keys(dark).sort(), Object.keys(light).sort());
});

for (const [theme, colour] of Object.entries({ light, dark })) {
  test(`${theme}: text reaches 4.5:1 on every ground`, () => {
    for (const ground of grounds) for (const ink of inks) atLeast(4.5, colour, ink, ground);
    for (const [text, ground] of filled) atLeast(4.5, colour, text, ground);
  });

  test(`${theme}: what bounds a control or marks a domain reaches 3:1 on every ground`, () => {
    for (const ground of grounds) for (const mark of marks) atLeast(3, colour, mark, ground);
  });

  for (const [kind, matrix] of Object.entries(sight)) {
    test(`${theme}: the six domains differ for ${kind} sight`, () => {
      const pairs = domains.flatMap((one, at) => domains.slice(at + 1).map((other) => [one, other]));
      for (const [one, other] of pairs) {
        const apart = distance(colour[one], colour[other], matrix);
        assert.ok(apart >= 0.08, `${one} and ${other} are only ${apart.toFixed(3)} apart`);
      }
    });
  }
}

function atLeast(ratio, colour, text, ground) {
  const found = contrast(colour[text], colour[ground]);
  assert.ok(found >= ratio, `${text} on ${ground} is ${found.toFixed(2)}:1`);
}

test("the arithmetic agrees with known values", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  // The example that WCAG material uses for "just fails": #777777 on white.
  assert.equal(contrast("#777777", "#ffffff").toFixed(2), "4.48");
  assert.equal(distance("#336699", "#336699", sight.protanopia), 0);
});
