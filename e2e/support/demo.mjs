// The fictional practice: its people by name, and its clients by theirs.
import { openPage } from "./browser.mjs";
import { signInFictional } from "./people.mjs";
import { startProgram } from "./program.mjs";

/** Who works in the fictional practice. */
export const colleagues = {
  clinician: "ingrid@demo.example",
  colleague: "daniel@demo.example",
  supervisor: "leila@demo.example",
  administrator: "piotr@demo.example",
};

/**
 * Starts the fictional practice.
 *
 * @param {import("playwright-core").Browser} browser
 * @returns {Promise<{ origin: string, as: (email: string, options?: object) => Promise<object>, guest: (options?: object)
 *   => Promise<object>, client: (page: object, name: string) => Promise<string>, stop: () => Promise<void> }>} `as` opens
 *   a browser of somebody who is signed in, `guest` one of somebody who is not; `client` is the path of a client's page,
 *   looked up on the caseload once
 */
export async function startDemo(browser) {
  const program = await startProgram();
  const cookies = new Map();
  const guest = (options) => openPage(browser, program.origin, options);
  const as = async (email, options) => {
    // One code is good for one sign-in, so further browsers share its cookies.
    if (!cookies.has(email)) {
      const opened = await guest();
      cookies.set(email, await signInFictional(opened.page, email));
      await opened.close();
    }
    return guest({ ...options, cookies: cookies.get(email) });
  };
  const paths = new Map();
  const client = async (page, name) => {
    if (!paths.has(name)) paths.set(name, await clientPath(page, name));
    return paths.get(name);
  };
  return { origin: program.origin, as, guest, client, stop: program.stop };
}

/** The path of a client's page, from the caseload. */
export async function clientPath(page, name) {
  await page.goto("/caseload");
  const link = page.getByRole("link", { name, exact: true });
  await link.waitFor();
  return link.getAttribute("href");
}
