// What could help with a problem, with reasons for and against, and what the two of them make of it.

export function matchPage(page) {
  const candidate = (technique) =>
    page.getByRole("article").filter({ has: page.getByRole("heading", { name: technique, exact: true }) });
  const unfold = async (technique) => {
    // Candidates that act on nothing drawn so far stand in a fold.
    const folded = page.locator("section.part > details.more:not([open]) > summary");
    while ((await folded.count()) > 0) await folded.first().click();
    return candidate(technique);
  };
  return {
    open: (client) => page.goto(`${client}/match`),
    candidate,
    /** Ticks every situation that would forbid it as asked and ruled out. */
    ruleOut: async (technique) => {
      const chosen = await unfold(technique);
      await chosen.getByText("Rule it out, or decide against it").click();
      for (const box of await chosen.getByRole("checkbox").all()) await box.check();
      await chosen.getByRole("button", { name: "Keep what was ruled out" }).click();
    },
    take: async (technique) => {
      const chosen = await unfold(technique);
      await chosen.getByRole("button", { name: /^Take it into the plan/ }).click();
    },
    decline: async (technique, because) => {
      const chosen = await unfold(technique);
      // What must be ruled out first has its no beside that question.
      await chosen.getByText(/^(No, because …|Rule it out, or decide against it)$/).click();
      await chosen.getByLabel(`Not ${technique}, because`).fill(because);
      await chosen.getByRole("button", { name: "Keep this decision" }).click();
    },
    unfold,
    /** Holds what comes to together against the comparison with this name. */
    compareWith: async (name) => {
      const together = page.locator("#together");
      const offers = together.locator("details", { hasText: "Hold it against another comparison" });
      if ((await offers.getAttribute("open")) === null) await offers.locator("summary").click();
      await offers.getByRole("button", { name }).first().click();
      await page.waitForURL(/#together$/);
    },
    wishes: page.locator("aside.aside"),
  };
}
