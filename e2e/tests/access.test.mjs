// Who may see what: supervisors read, administrators open no record, and who is signed out is out everywhere.
import assert from "node:assert/strict";
import test from "node:test";
import { caseload, newClient } from "../pages/caseload.mjs";
import { sessionPage } from "../pages/session.mjs";
import { launchBrowser, openPage } from "../support/browser.mjs";
import { clientPath, colleagues, startDemo } from "../support/demo.mjs";
import { expectKept } from "../support/kept.mjs";
import { signIn } from "../support/people.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

/** Whatever can be sent from this page, except signing out. */
const forms = (page) => page.locator("form:not([action='/sign-out']):not([role='search'])");

test("in the fictional practice", async (t) => {
  const browser = await launchBrowser();
  const demo = await startDemo(browser);
  t.after(async () => {
    await browser.close();
    await demo.stop();
  });

  await t.test("a supervisor reads what was shared, and finds nothing to fill in", async () => {
    const { page, problems, close } = await demo.as(colleagues.supervisor);
    await caseload(page).open();
    assert.deepEqual((await caseload(page).names()).sort(), ["Fatima Haddad", "Youssef Benali"]);
    const client = await clientPath(page, "Fatima Haddad");
    for (const step of ["", "/assess", "/formulate", "/match", "/plan", "/session", "/review", "/access"]) {
      assert.equal((await page.goto(client + step)).status(), 200, step);
      await expectWords(page.locator(".client-banner"), /shared with you to read/);
      assert.equal(await forms(page).count(), 0, `${step} has a form`);
    }
    assert.equal((await page.goto(`${client}/plan/edit`)).status(), 404);
    const refused = await page.request.post(`${client}/assess/words`, { form: { text: "hello" } });
    assert.equal(refused.status(), 404);
    assert.deepEqual(problems, []);
    await close();
  });

  await t.test("an administrator runs the practice and sees no client", async () => {
    const clinician = await demo.as(colleagues.clinician);
    const client = await clientPath(clinician.page, "Amara Okafor");
    await clinician.close();
    const { page, close } = await demo.as(colleagues.administrator);
    await page.goto("/");
    assert.equal(new URL(page.url()).pathname, "/practice");
    assert.equal(await page.getByRole("link", { name: "Caseload" }).count(), 0);
    for (const path of ["/caseload", client, `${client}/plan`, `${client}/access`]) {
      assert.equal((await page.goto(path)).status(), 404, path);
      assert.doesNotMatch(await page.content(), /Amara|Okafor/);
    }
    await page.goto("/practice/audit");
    assert.doesNotMatch(await page.content(), /Amara|Okafor/);
    await close();
  });

  await t.test("a closed account is out at once, in every window", async () => {
    const daniel = await demo.as(colleagues.colleague);
    await caseload(daniel.page).open();
    const { page, close } = await demo.as(colleagues.administrator);
    await page.goto("/practice");
    await page.getByRole("link", { name: "Daniel Mensah" }).click();
    await page.getByRole("button", { name: "Close this account" }).click();
    await expectWords(page, /Open this account again/);

    await daniel.page.reload();
    assert.equal(new URL(daniel.page.url()).pathname, "/sign-in");
    await daniel.page.getByLabel("E-mail").fill(colleagues.colleague);
    await daniel.page.getByLabel("Password").fill(await daniel.page.locator(".notice code").first().innerText());
    const row = daniel.page.getByRole("row").filter({ hasText: colleagues.colleague });
    await daniel.page.getByLabel("Six-digit code").fill(await row.getByRole("cell").last().innerText());
    await daniel.page.getByRole("button", { name: "Sign in" }).click();
    await expectWords(daniel.page.getByRole("alert"), /does not fit/);
    await Promise.all([close(), daniel.close()]);
  });
});

test("signing out in one window ends the other, and what was typed there waits", async (t) => {
  const story = await beginStory("SQLite");
  t.after(() => story.end());
  const client = await newClient(story.page, { name: "Mira Okafor" });
  const other = await story.tab();
  const session = sessionPage(other);
  await session.hold(client);
  await session.note.fill("She came in smiling.");
  await expectKept(other);

  await story.page.getByRole("button", { name: "Sign out" }).click();
  await story.page.waitForURL("**/sign-in");
  await session.note.fill("She came in smiling, and tired.");
  await expectWords(session.kept, /not kept yet: you are signed out/);
  assert.equal(await session.note.inputValue(), "She came in smiling, and tired.");

  // Signed in again in the first window: the text is kept without another word.
  await signIn(story.page, story.clinician);
  await expectKept(other);
  await other.reload();
  assert.equal(await session.note.inputValue(), "She came in smiling, and tired.");
  await story.page.getByRole("button", { name: "Sign out" }).click();
  await other.reload();
  assert.equal(new URL(other.url()).pathname, "/sign-in");
  assert.deepEqual(story.problems, []);
});

test("a link that was opened is no key to anything else", async (t) => {
  const story = await beginStory("SQLite");
  t.after(() => story.end());
  const client = await newClient(story.page, { name: "Mira Okafor" });
  const stranger = await openPage(story.browser, story.practice.origin);
  for (const path of ["/caseload", client, "/practice"]) {
    await stranger.page.goto(path);
    assert.equal(new URL(stranger.page.url()).pathname, "/sign-in", path);
  }
  await stranger.page.goto("/portal");
  await expectWords(stranger.page, /This page is not open/);
  await stranger.close();
});
