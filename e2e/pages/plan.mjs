// The plan: what is agreed, and the form in which the next version is written.

export function planPage(page) {
  const strand = (number) => page.getByRole("group", { name: `Strand ${number}`, exact: true });
  return {
    open: (client) => page.goto(`${client}/plan`),
    change: (client) => page.goto(`${client}/plan/edit`),
    strand,
    technique: (number) => strand(number).getByLabel("Technique"),
    expected: (number) => strand(number).getByLabel("What we expect, and by when"),
    measure: (number) => strand(number).getByLabel("Should show in"),
    turn: (number) => strand(number).getByLabel("Its turn"),
    dose: (number) => strand(number).getByLabel("About how many sessions"),
    frequency: page.getByLabel("How often you meet"),
    sessions: page.getByLabel("Sessions from here on"),
    enough: page.getByLabel("It is enough when"),
    notHelping: page.getByLabel("It does not help, and we stop it, if"),
    leaveOut: (number) => strand(number).getByLabel("Leave this strand out"),
    addStrand: () => page.getByRole("button", { name: "Add a strand" }).click(),
    addGoal: () => page.getByRole("button", { name: "Add a goal" }).click(),
    goal: (number) => page.getByLabel(`Goal ${number}`, { exact: true }),
    reviewOn: page.getByLabel("We look at it again on"),
    reason: page.getByLabel("Why this version"),
    together: page.getByLabel("We agreed on this together"),
    kept: page.locator("[data-saved]"),
    agree: () => page.getByRole("button", { name: "Agree this version" }).click(),
    strands: page.locator("article.strand"),
    version: page.locator("aside").getByRole("heading", { name: /^Version \d+$/ }),
  };
}

/** A day some weeks from now, as a date field takes it. */
export function inWeeks(weeks) {
  return new Date(Date.now() + weeks * 7 * 86_400_000).toISOString().slice(0, 10);
}
