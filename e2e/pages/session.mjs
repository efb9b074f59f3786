// One session: its note, what was done, tasks, feedback.

export function sessionPage(page) {
  const section = (id) => page.locator(`#${id}`);
  return {
    /** Opens the page of a session that took place today and answers with its path. */
    hold: async (client) => {
      await page.goto(`${client}/session`);
      await page.getByRole("button", { name: "Open its page" }).click();
      await page.waitForURL(/\/session\/[0-9a-f]{32}/);
      return new URL(page.url()).pathname;
    },
    note: page.getByLabel("What happened, in your words"),
    kept: page.locator("[data-saved]"),
    lock: () => page.getByRole("button", { name: "Lock this note" }).click(),
    locked: section("note").getByText(/^Locked by/),
    amend: async (text, reason) => {
      await page.getByText("Amend this note").click();
      await page.getByLabel("What to add or correct").fill(text);
      await page.getByLabel("Why", { exact: true }).fill(reason);
      await page.getByRole("button", { name: "Add the amendment" }).click();
    },
    did: async (technique, how) => {
      await page.getByLabel("Strand or technique").selectOption({ label: technique });
      await page.getByLabel("How it went").fill(how);
      await page.getByRole("button", { name: "Add what was done" }).click();
    },
    done: section("done"),
    agree: async (words) => {
      await page.getByLabel("A task, in the words agreed").fill(words);
      await page.getByRole("button", { name: "Add the task" }).click();
    },
    tasks: section("tasks"),
    feedback: section("feedback"),
  };
}

/** Two texts, or two plans, and the choice between them. */
export function conflict(page) {
  const side = (heading) => page.locator(".conflict-side").filter({ has: page.getByRole("heading", { name: heading }) });
  return {
    all: page.locator(".conflict"),
    theirs: side(/other window|^Version/),
    yours: side(/^Yours/),
    goOnWithTheirs: () => side(/other window|^Version/).getByText(/^Go on with/).click(),
    goOnWithYours: () => page.getByRole("button", { name: "Go on with yours" }).click(),
    putTogether: () => page.getByRole("button", { name: "Put both together" }).click(),
  };
}
