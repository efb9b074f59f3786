// The list of clients: who needs attention today, and why.

export function caseload(page) {
  const rows = page.getByRole("listitem").filter({ has: page.locator(".caseload-who") });
  return {
    open: () => page.goto("/caseload"),
    rows,
    names: () => rows.locator(".caseload-who a").allInnerTexts(),
    row: (name) => rows.filter({ hasText: name }),
    name: page.getByLabel("Name"),
    area: page.getByLabel("Problem area"),
    who: page.getByLabel("Show", { exact: true }),
    order: page.getByLabel("Order"),
    /** Without scripts the list changes on this button only. */
    show: () => page.getByRole("button", { name: "Show" }).click(),
    found: page.locator("#list > p").first(),
  };
}

/** Fills the form for a new client and begins the record. Answers with the client's path. */
export async function newClient(page, { name, born, email, words, area }) {
  await page.goto("/clients/new");
  await page.getByLabel("Name", { exact: false }).first().fill(name);
  if (born) await page.getByLabel("Date of birth").fill(born);
  if (email) await page.getByLabel("E-mail").fill(email);
  if (words) {
    await page.getByLabel("In their own words").fill(words);
    await page.getByRole("radio", { name: area }).check();
  }
  await page.getByRole("button", { name: "Begin this record" }).click();
  await page.waitForURL(/\/clients\/[0-9a-f]{32}$/);
  return new URL(page.url()).pathname;
}
