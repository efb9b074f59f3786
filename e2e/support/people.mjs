// People who sign in, with a password and an authenticator app.
import { setTimeout as sleep } from "node:timers/promises";
import { totp } from "./totp.mjs";

const STEP = 30_000;
const password = "three hares on a hill";

/**
 * Opens a set-up link, chooses a password and connects an authenticator app.
 *
 * @returns the person, who can `signIn` from now on
 */
export async function firstVisit(page, { name, email, link }) {
  await page.goto(link);
  const secret = await page.locator("figcaption code").innerText();
  const person = { name, email, password, secret, used: 0 };
  await page.getByLabel("A new password").fill(password);
  await page.getByLabel("The six digits").fill(await nextCode(person));
  await page.getByRole("button", { name: "Finish" }).click();
  await page.waitForURL("**/sign-in");
  return person;
}

/** Signs in and arrives at the caseload, or wherever else a start leads. */
export async function signIn(page, person) {
  if (new URL(page.url(), "http://x").pathname !== "/sign-in") await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByLabel("Six-digit code").fill(await nextCode(person));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

/**
 * Signs in as one of the people of the fictional practice, whose sign-in page shows what they need.
 *
 * @returns {Promise<object>} the cookies, for `openPage` of others: a code is good for one sign-in only
 */
export async function signInFictional(page, email) {
  await page.goto("/sign-in");
  const row = page.getByRole("row").filter({ hasText: email });
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(await page.locator(".notice code").first().innerText());
  await page.getByLabel("Six-digit code").fill(await row.getByRole("cell").last().innerText());
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
  return page.context().storageState();
}

/** A code that was not used before. The program takes the code of the next half minute already, and each once. */
async function nextCode(person) {
  const now = () => Math.floor(Date.now() / STEP);
  const step = Math.max(now(), person.used + 1);
  while (step > now() + 1) await sleep(500);
  person.used = step;
  return totp(person.secret, { time: step * STEP });
}
