// A client's pages in their language: on a phone, with long words, large text and no scripts.
import assert from "node:assert/strict";
import test from "node:test";
import { assess } from "../pages/assess.mjs";
import { newClient } from "../pages/caseload.mjs";
import { expectAccessible } from "../support/axe.mjs";
import { sizes } from "../support/browser.mjs";
import { expectNoSidewaysScroll } from "../support/layout.mjs";
import { beginStory } from "../support/story.mjs";
import { expectWords } from "../support/words.mjs";

/** What a person does on the way through a questionnaire, by what they read. */
const WORDS = {
  "de-AT": {
    tag: "de",
    start: "Anfangen",
    next: "Weiter",
    send: /^An .* senden$/,
    sent: /Gesendet\. Vielen Dank\./,
    skip: /lieber nicht/,
    pick: /Wählen Sie eine Antwort/,
    closed: /Diese Seite ist nicht offen/,
    saved: /gespeichert/,
  },
  "es-MX": {
    tag: "es",
    start: "Empezar",
    next: "Continuar",
    send: /^Enviar a /,
    sent: /Enviado\. Gracias\./,
    skip: /Prefiero no responder/,
    pick: /Elija una respuesta/,
    closed: /Esta página no está abierta/,
    saved: /guardado/,
  },
};

/** A window as narrow as phones come, then with all text twice as large on top: what zooming to 200 % leaves. */
async function look(page) {
  await expectAccessible(page);
  for (const width of [sizes.narrow.width, 320]) {
    await page.setViewportSize({ width, height: 844 });
    await expectNoSidewaysScroll(page);
  }
  const large = (size) => (document.documentElement.style.fontSize = size);
  await page.evaluate(large, "225%");
  await expectNoSidewaysScroll(page);
  await page.evaluate(large, "");
  await page.setViewportSize(sizes.narrow);
}

test("in the client's language", async (t) => {
  const story = await beginStory("SQLite");
  t.after(() => story.end());
  const { page } = story;
  const mira = await newClient(page, { name: "Mira Okafor", words: "I cannot sleep.", area: "anxiety" });
  const ask = async (measure) => {
    await assess(page).open(mira);
    return new URL(await assess(page).link(measure)).pathname;
  };

  for (const [locale, words] of Object.entries(WORDS)) {
    await t.test(`a questionnaire from the link to thanks, ${locale}`, async () => {
      const phone = await story.open({ size: sizes.narrow, locale });
      const at = phone.page;
      const button = (name) => at.getByRole("button", { name });
      const seen = async () => {
        assert.equal(await at.locator("html").getAttribute("lang"), words.tag);
        await look(at);
      };
      await at.goto("/q/none");
      await expectWords(at, words.closed);
      await seen();
      await at.goto("/portal/help");
      await seen();
      await at.goto(await ask("Session feedback"));
      await seen();
      await at.getByRole("link", { name: words.start }).click();
      await at.waitForURL("**/portal/item/1");
      await seen();
      await button(words.next).click();
      await expectWords(at, words.pick);
      for (let number = 1; number <= 5; number += 1) {
        await at.waitForURL(`**/portal/item/${number}`);
        if (number === 5) await button(words.skip).click();
        else {
          await at.getByRole("radio", { name: String(number), exact: true }).check();
          await button(words.next).click();
        }
      }
      await at.waitForURL("**/portal/item/6");
      await at.getByRole("textbox").fill("—");
      await at.locator("[data-saved]").filter({ hasText: words.saved }).waitFor();
      await seen();
      await button(words.next).click();
      await at.waitForURL("**/portal/review");
      await seen();
      await button(words.send).click();
      await expectWords(at, words.sent);
      await seen();
      await phone.close();
    });
  }

  await t.test("a risk answer brings help in the client's language", async () => {
    const phone = await story.open({ size: sizes.narrow, locale: "de-DE" });
    await phone.page.goto(await ask("PHQ-9"));
    await expectWords(phone.page, /nicht auf Deutsch/);
    await look(phone.page);
    await phone.page.goto("/portal/item/9");
    assert.equal(await phone.page.locator("fieldset").getAttribute("lang"), "en");
    await phone.page.getByRole("radio", { name: "Several days" }).check();
    await phone.page.getByRole("button", { name: "Weiter" }).click();
    await phone.page.waitForURL("**/portal/pause");
    await expectWords(phone.page, /Danke, dass Sie uns das sagen/, /Wenn Sie jetzt in Gefahr/);
    await look(phone.page);
    await phone.close();
  });

  await t.test("another language is two keys away, without scripts, and stays", async () => {
    const phone = await story.open({ size: sizes.narrow, scripts: false });
    const { page: at } = phone;
    await at.goto(await ask("GAD-7"));
    await at.getByRole("button", { name: "Español" }).press("Enter");
    await at.waitForURL("**/portal");
    await expectWords(at, /le pide que responda/);
    await at.goto("/portal/help");
    await expectWords(at, /Ayuda ahora/);
    // Another device, which asks for English: the choice is the client's and not the phone's.
    const other = await story.open({ size: sizes.narrow });
    await other.page.goto(await ask("GAD-7"));
    await expectWords(other.page, /le pide que responda/);
    await Promise.all([phone.close(), other.close()]);
  });

  assert.deepEqual(story.problems, []);
});
