// README.md is the contract for templates: it names every class that exists, and patterns use no other.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";

const read = (path) => readFile(new URL(path, import.meta.url), "utf8");
const all = async (folder, ending) => {
  const names = (await readdir(new URL(folder, import.meta.url))).filter((name) => name.endsWith(ending));
  return (await Promise.all(names.map((name) => read(`${folder}${name}`)))).join("\n");
};

const css = (await all("src/css/", ".css")).replaceAll(/\/\*.*?\*\/|url\([^)]*\)|"[^"]*"/gs, "");
const styled = new Set([...css.matchAll(/\.(-?[a-z][\w-]*)/g)].map(([, name]) => name));
const readme = await read("README.md");
const used = (html) => new Set([...html.matchAll(/class="([^"]*)"/g)].flatMap(([, names]) => names.split(/\s+/)));

/** Set by scripts or by htmx, never by a template. */
const byScript = new Set(["has-script", "htmx-request", "is-lit"]);

/** Short for a family: "`client-banner` + `-name` `-facts`" names client-banner-name. */
function named(name) {
  if (new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(readme)) return true;
  const cut = name.lastIndexOf("-");
  return cut > 0 && readme.includes(`\`${name.slice(cut)}\``) && readme.includes(name.slice(0, cut));
}

test("every class of the style sheets is in the README", () => {
  assert.deepEqual([...styled].filter((name) => !byScript.has(name) && !named(name)), []);
});

test("patterns and README use only classes that exist", async () => {
  for (const [where, html] of [["patterns", await all("patterns/", ".html")], ["README", readme]]) {
    assert.deepEqual([...used(html)].filter((name) => !styled.has(name)), [], where);
  }
});

test("no inline style and no inline script in a pattern", async () => {
  const html = await all("patterns/", ".html");
  assert.doesNotMatch(html, /\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|<style/);
});
