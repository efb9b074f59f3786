// The life line and the map of people.

export function lifeLine(page, client) {
  return {
    open: () => page.goto(`${client}/life`),
    /** The sign of an event in the picture that is shown at this width. */
    sign: (words) => page.locator("svg.fig-life-line:visible a.fig-point-link").and(page.getByLabel(words)),
    entry: (words) => page.locator("li.is-event").filter({ hasText: words }),
    tell: async ({ what, year = "", age = "", part = "not known", sort, side, felt = "not said", after = "" }) => {
      const form = page.locator("#new form");
      await form.getByLabel("What happened").fill(what);
      await form.getByLabel("Year", { exact: true }).fill(year);
      await form.getByLabel("Or: how old they were").fill(age);
      await form.getByLabel("Month or season if known").selectOption({ label: part });
      await form.getByLabel("It was", { exact: true }).selectOption({ label: sort });
      await form.getByLabel("Side of life").selectOption({ label: side });
      await form.getByLabel("How it was", { exact: true }).selectOption({ label: felt });
      if (after) {
        await form.getByText("It lasted, or something began after it").click();
        await form.getByLabel(after).check();
      }
      await form.getByRole("button", { name: "Write it down" }).click();
    },
  };
}

export function people(page, client) {
  const one = (name) => page.locator("#people > ul > li").filter({ hasText: name });
  const unfold = async (where, name) => {
    const form = where.locator("details").filter({ hasText: name }).first();
    if (!(await form.evaluate((element) => element.open))) await form.locator("summary").first().click();
  };
  return {
    open: () => page.goto(`${client}/people`),
    one,
    card: (name) => page.locator("svg.fig-relations:visible a.fig-point-link").and(page.getByLabel(name)),
    put: async ({ name, part, closeness = "not said", conflict = "not said", support = "not said" }) => {
      const form = page.locator("#new form");
      await form.getByLabel("What the client calls them").fill(name);
      await form.getByLabel("To the client they are").selectOption({ label: part });
      await form.getByLabel("Closeness").selectOption({ label: closeness });
      await form.getByLabel("Conflict").selectOption({ label: conflict });
      await form.getByLabel("Support").selectOption({ label: support });
      await form.getByRole("button", { name: "Put them on the map" }).click();
    },
    tie: async (first, second, closeness) => {
      await unfold(page.locator("#ties"), "Draw a tie between two of them");
      const form = page.locator("#ties > details form");
      await form.getByLabel("Between").selectOption({ label: first });
      await form.getByLabel("And", { exact: true }).selectOption({ label: second });
      await form.getByLabel("Closeness").selectOption({ label: closeness });
      await form.getByRole("button", { name: "Draw the tie" }).click();
    },
    breakOff: async (name) => {
      await unfold(one(name), "Tell it better");
      await one(name).getByLabel("Broken off").check();
      await one(name).getByRole("button", { name: /^Keep the change/ }).click();
    },
    undo: async (name) => {
      await unfold(one(name), "Tell it better");
      await one(name).getByRole("button", { name: /^Undo the change/ }).click();
    },
    takeOff: async (name, because) => {
      await unfold(one(name), "Tell it better");
      await one(name).getByLabel("Take them off the map, because").fill(because);
      await one(name).getByRole("button", { name: /^Take them off/ }).click();
    },
  };
}
