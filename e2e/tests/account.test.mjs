// A client's own space: in by a link, seen with a keyboard and large letters, back with a passkey, out at once.
import assert from "node:assert/strict";
import test from "node:test";
import { assess } from "../pages/assess.mjs";
import { newClient } from "../pages/caseload.mjs";
import { atQuestion, portal } from "../pages/portal.mjs";
import { places, space, spaceOf, withAuthenticator } from "../pages/space.mjs";
import { expectAccessible } from "../support/axe.mjs";
import { openPage, sizes } from "../support/browser.mjs";
import { reach, zoomed } from "../support/everybody.mjs";
import { expectNoSidewaysScroll } from "../support/layout.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

test("a place of their own", async (t) => {
  const story = await beginStory("SQLite");
  t.after(() => story.end());
  const { page } = story;
  const words = "I keep the phone face down so that nobody can ask.";
  const mira = await newClient(page, { name: "Mira Okafor", words, area: "depression" });
  const id = new URL(page.url()).pathname.split("/")[2];
  await assess(page).open(mira);
  await assess(page).link("GAD-7");
  const link = async () => {
    await spaceOf(page).open(mira);
    return spaceOf(page).link();
  };

  const phone = await story.open({ size: sizes.narrow });
  await t.test("a link opens it once", async () => {
    const address = await link();
    await space(phone.page).enter(address);
    await expectWords(phone.page, /Dr Jonas Weil asks you to answer 7 short questions/);
    const other = await story.open({ size: sizes.narrow });
    const answer = await other.page.goto(address);
    assert.equal(answer.status(), 404);
    await other.close();
  });

  await t.test("the bar leads through it, and nothing on the way names the client", async () => {
    for (const word of ["Questions", "My plan", "More", "Today"]) await space(phone.page).go(word);
    for (const place of places) {
      await phone.page.goto(place);
      assert.equal(await phone.page.title(), await phone.page.locator(".practice-name").innerText());
      const html = await phone.page.content();
      assert.ok(!html.includes(id) && !html.includes("Mira"), `${place} names the client`);
      assert.ok(await phone.page.getByRole("link", { name: "Leave quickly" }).isVisible(), place);
      assert.ok(await phone.page.getByRole("link", { name: "Help now, day and night" }).isVisible(), place);
    }
  });

  await t.test("every page can be used by everybody, small, large and at twice the size", async () => {
    for (const size of [sizes.narrow, sizes.wide, zoomed]) {
      // As high as the longest page: what lies under a bar at this moment is no fault of the page.
      await phone.page.setViewportSize({ ...size, height: 6000 });
      for (const place of places) {
        await phone.page.goto(place);
        await expectNoSidewaysScroll(phone.page);
        await expectAccessible(phone.page);
      }
    }
    await phone.page.setViewportSize(sizes.narrow);
  });

  await t.test("a questionnaire is answered from it with the keyboard alone, and leads back", async () => {
    await phone.page.goto("/portal/today");
    await reach(phone.page, "Open these questions");
    await phone.page.keyboard.press("Enter");
    await phone.page.waitForURL(/\/portal$/);
    const client = portal(phone.page);
    await client.start();
    for (let number = 1; number <= 7; number += 1) {
      await atQuestion(phone.page, number);
      await client.answer("Several days");
    }
    await client.send();
    await reach(phone.page, "Back to your space");
    await phone.page.keyboard.press("Enter");
    await phone.page.waitForURL(/\/portal\/today$/);
    await expectWords(phone.page, /Nothing is asked of you at the moment/);
  });

  await t.test("a passkey brings somebody back, and closing the space ends it", async () => {
    // Passkeys belong to a name, and the practice's own is this one.
    const origin = story.practice.origin.replace("127.0.0.1", "localhost");
    const own = await openPage(story.browser, origin, { size: sizes.narrow, problems: story.problems });
    const authenticator = await withAuthenticator(own.page);
    await space(own.page).enter(await link());
    await expectWords(own.page, /Set up my way in/);
    await own.page.goto("/portal/account");
    await own.page.getByRole("button", { name: "Add a passkey on this device" }).click();
    await own.page.getByText(/A passkey, added on/).waitFor();
    const [key] = await authenticator.keys();
    assert.equal(key.isResidentCredential, true);
    assert.ok(!Buffer.from(key.userHandle, "base64").toString("hex").includes(id.replaceAll("-", "")));

    await space(own.page).signOut();
    await own.page.goto("/portal/sign-in");
    await expectAccessible(own.page);
    await own.page.getByRole("button", { name: "Use my passkey" }).click();
    await own.page.waitForURL(/\/portal\/today$/);

    await spaceOf(page).open(mira);
    await spaceOf(page).close();
    const answer = await own.page.goto("/portal/today");
    assert.equal(answer.status(), 404);
    await own.page.goto("/portal/sign-in");
    await own.page.getByRole("button", { name: "Use my passkey" }).click();
    await own.page.getByText("That did not work.").waitFor();
    await own.close();
  });

  assert.deepEqual(story.problems, []);
});
