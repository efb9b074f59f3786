// What a page says to a screen reader, compared with what it said when someone last looked.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const committed = new URL("../snapshots/", import.meta.url);

/**
 * Compares with `e2e/snapshots/NAME.yml`. With UPDATE_SNAPSHOTS=1 that file is written instead: read its difference
 * before committing it.
 *
 * @param {import("playwright-core").Locator} locator for example `page.getByRole("main")`
 * @param {string} name may hold `/` for folders
 * @param {{ replace?: [RegExp, string][], keep?: (said: string) => string, folder?: URL }} options `replace`: what
 *   changes from run to run, such as times; `keep`: picks what is compared
 */
export async function expectSnapshot(locator, name, { replace = [], keep = (said) => said, folder = committed } = {}) {
  const said = replace.reduce((text, [what, by]) => text.replace(what, by), keep(await locator.ariaSnapshot()));
  const actual = `${said.trimEnd()}\n`;
  const path = fileURLToPath(new URL(`${name}.yml`, folder));
  if (process.env.UPDATE_SNAPSHOTS === "1") {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, actual);
    return;
  }
  const expected = await readFile(path, "utf8").catch(() => assert.fail(`there is no ${path}: make it with UPDATE_SNAPSHOTS=1`));
  if (actual !== expected) {
    assert.fail(`${name} says something else (UPDATE_SNAPSHOTS=1 accepts it):\n${difference(expected, actual)}`);
  }
}

/** The lines that differ, from the first to the last, with one line around them. */
export function difference(expected, actual) {
  const before = expected.trimEnd().split("\n");
  const after = actual.trimEnd().split("\n");
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return [
    ...before.slice(Math.max(0, start - 1), start).map((line) => `  ${line}`),
    ...before.slice(start, before.length - end).map((line) => `- ${line}`),
    ...after.slice(start, after.length - end).map((line) => `+ ${line}`),
    ...before.slice(before.length - end).slice(0, 1).map((line) => `  ${line}`),
  ].join("\n");
}
