// What a practice learns from its own finished therapies: brought in from a file, learnt, chosen, and seen with a client.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { launchBrowser, openPage } from "../support/browser.mjs";
import { look } from "../support/look.mjs";
import { firstVisit, signIn } from "../support/people.mjs";
import { first, startPractice } from "../support/practice.mjs";

/** Numbers without a pattern, the same each time (mulberry32). */
function numbers(seed) {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), 1 | state);
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
  const normal = () => Array.from({ length: 12 }, uniform).reduce((sum, one) => sum + one, -6);
  return { uniform, normal };
}

/** Courses of people whose therapies get better as therapies do, one score a fortnight. */
function courses(people) {
  const { uniform, normal } = numbers(7);
  const lines = ["client,week,phq9"];
  for (let client = 1; client <= people; client += 1) {
    const [level, slope, scores] = [17 + 4 * normal(), -3.5 + 0.5 * normal(), 6 + Math.floor(10 * uniform())];
    for (let place = 0; place < scores; place += 1) {
      const score = level + slope * Math.log1p(2 * place) + 2 * normal();
      lines.push(`${client},${2 * place},${Math.min(27, Math.max(0, Math.round(score)))}`);
    }
  }
  return lines.join("\n");
}

test("a practice learns from its finished therapies and chooses what it goes by", async (t) => {
  const browser = await launchBrowser();
  const practice = await startPractice();
  const folder = await mkdtemp(join(tmpdir(), "attune-courses-"));
  t.after(async () => {
    await browser.close();
    await practice.stop();
    await rm(folder, { recursive: true });
  });
  const file = join(folder, "courses.csv");
  await writeFile(file, courses(130));
  // Ended long ago, so that nobody waits for a next score.
  const columns = ["--client", "client", "--time", "week", "--unit", "week", "--score", "phq9"];
  await practice.command("import", "outcomes", file, "--measure", "phq-9", ...columns, "--start", "2023-01-09");

  const { page, problems } = await openPage(browser, practice.origin);
  await signIn(page, await firstVisit(page, { ...first, link: practice.link }));

  await page.goto("/practice/learning");
  const phq = page.getByRole("region", { name: "PHQ-9", exact: true });
  await phq.getByText("130 finished therapies with a first and a last score.").waitFor();
  await look(page);
  await phq.getByRole("button", { name: /Learn from them/ }).click();
  await page.getByRole("status").filter({ hasText: "Kept." }).waitFor();
  await phq.getByText("passed its checks").first().waitFor();
  await phq.getByText("0 of 25 more finished therapies since the last look.").waitFor();
  await look(page);
  // Learning alone changes nothing.
  assert.ok(await phq.getByRole("radio", { name: /PHQ-9 over a year/ }).isChecked());
  await phq.getByRole("radio", { name: /PHQ-9 in this practice, version 1/ }).check();
  await phq.getByRole("radio", { name: /Version 1, learnt from 130 people/ }).check();
  await phq.getByRole("button", { name: /Go by this/ }).click();
  await page.getByText("Chosen by Dr Jonas Weil").waitFor();

  await page.goto("/caseload");
  await page.getByRole("link", { name: /^Client \d+ \(courses\)/ }).first().click();
  await page.getByRole("link", { name: "Review" }).first().click();
  await page.getByText(/Reference: PHQ-9 in this practice, version 1 of .*, 130 people; people of this practice/).waitFor();
  assert.deepEqual(problems, []);
});
