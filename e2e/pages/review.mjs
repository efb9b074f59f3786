// The guided look and its decision.

export function reviewPage(page) {
  return {
    open: (client) => page.goto(`${client}/review`),
    words: page.getByLabel("What the two of you make of it"),
    because: page.getByLabel("Or: no change, because"),
    noChange: () => page.getByRole("button", { name: "No change, and why" }).click(),
    changePlan: () => page.getByRole("button", { name: /^(Change the plan|Write the first plan)$/ }).click(),
    place: (label) => page.getByLabel(`${label}: a few words`),
    earlier: page.locator("#earlier").getByRole("listitem"),
    kept: page.locator("[data-saved]"),
  };
}
