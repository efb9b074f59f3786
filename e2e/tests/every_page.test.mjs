// Every page of the fictional practice: accessible, quiet in the console, asking nobody else for anything, no wider
// than its screen; on a phone and on a laptop, light and dark.
import assert from "node:assert/strict";
import test, { describe } from "node:test";
import { launchBrowser } from "../support/browser.mjs";
import { crawl } from "../support/crawl.mjs";
import { colleagues, startDemo } from "../support/demo.mjs";
import { look } from "../support/look.mjs";

/** Clients whose pages say something that no other page says. */
const PEOPLE = ["Amara Okafor", "Noor van Dijk", "Elif Yılmaz", "Nikos Papadakis", "Mei Lin Chua", "Aylin Demir"];

let browser;
let demo;
test.before(async () => {
  browser = await launchBrowser();
  demo = await startDemo(browser);
});
test.after(async () => {
  await browser.close();
  await demo.stop();
});

describe("every page", () => {
  /** Follows all links from these pages and looks at one page of every kind. */
  async function lookEverywhere(opened, starts) {
    const faults = [];
    const kinds = await crawl(opened.page, starts, async (kind, answer) => {
      if (answer.status() >= 400) faults.push(`${kind} answers ${answer.status()}`);
      await look(opened.page).catch((error) => faults.push(`${kind}: ${error.message}`));
    });
    faults.push(...opened.problems);
    assert.equal(faults.length, 0, `${kinds.length} kinds of pages, ${faults.length} faults:\n${faults.join("\n")}`);
    return kinds;
  }

  test("that a clinician who also administers can come to", async () => {
    const opened = await demo.as(colleagues.clinician);
    const starts = [];
    for (const name of PEOPLE) starts.push(await demo.client(opened.page, name));
    const kinds = await lookEverywhere(opened, ["/caseload", ...starts]);
    // The crawl finds pages by their links; these must be among them.
    for (const step of ["assess", "formulate", "match", "plan", "session", "review", "access"]) {
      assert.ok(kinds.includes(`/clients/ID/${step}`), `no link leads to ${step}: ${kinds.join(" ")}`);
    }
    assert.ok(kinds.includes("/practice/audit") && kinds.includes("/account"), kinds.join(" "));
    await opened.close();
  });

  test("that a supervisor can come to", async () => {
    const opened = await demo.as(colleagues.supervisor);
    await lookEverywhere(opened, ["/caseload"]);
    await opened.close();
  });

  test("that somebody who is not signed in can come to", async () => {
    const opened = await demo.guest();
    for (const path of ["/sign-in", "/nowhere", "/q/0123456789abcdef", "/portal/help", "/welcome/nobody"]) {
      await opened.page.goto(path);
      await look(opened.page);
    }
    assert.deepEqual(opened.problems, []);
    await opened.close();
  });
});
