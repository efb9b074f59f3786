// Back into one's own space by a mail: it says nothing, opens once, and an address that nobody has gets the same answer.
import assert from "node:assert/strict";
import test from "node:test";
import { newClient } from "../pages/caseload.mjs";
import { space, spaceOf } from "../pages/space.mjs";
import { sizes } from "../support/browser.mjs";
import { expectForEverybody, expectThisForEverybody, follow, type } from "../support/everybody.mjs";
import { startMailServer } from "../support/mail.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

const address = "mira@example.org";

test("a way in by mail", async (t) => {
  const mail = await startMailServer();
  const story = await beginStory("SQLite", mail.environment);
  t.after(async () => {
    await story.end();
    await mail.stop();
  });
  const client = await newClient(story.page, { name: "Mira Okafor", email: address });
  const phone = (await story.open({ size: sizes.narrow })).page;

  await t.test("is switched on from inside", async () => {
    await spaceOf(story.page).open(client);
    await space(phone).enter(await spaceOf(story.page).link());
    await phone.goto("/portal/account");
    await follow(phone, "Let me come in by mail");
    await expectForEverybody(phone, ["/portal/account"]);
    await space(phone).signOut();
  });

  await t.test("is asked for with the keyboard, and the mail says nothing about anybody", async () => {
    await expectForEverybody(phone, ["/portal/sign-in"]);
    await type(phone, "Your e-mail address", address);
    await phone.keyboard.press("Enter");
    await phone.getByRole("status").first().waitFor();
    await expectThisForEverybody(phone);
    const { to, text } = await mail.next();
    assert.equal(to, address);
    for (const word of ["Mira", "Okafor", "Weil", "therap", "PHQ"]) assert.ok(!text.includes(word), word);
    const [path] = text.match(/\/s\/[\w-]+/);
    await space(phone).enter(path);
    await expectWords(phone, /Today/);
    const again = await story.open({ size: sizes.narrow });
    assert.equal((await again.page.goto(path)).status(), 404);
    await again.close();
  });

  await t.test("an address that nobody has gets the same words", async () => {
    const said = async (email) => {
      await phone.goto("/portal/sign-in");
      await phone.getByRole("textbox").fill(email);
      await phone.keyboard.press("Enter");
      await phone.getByRole("status").first().waitFor();
      return phone.getByRole("main").innerText();
    };
    assert.equal(await said("nobody@example.org"), await said(address));
  });

  assert.deepEqual(story.problems, []);
});
