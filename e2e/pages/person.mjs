// The person as a whole, what happened in their life, the courses, and a measure item by item.

export function person(page, client) {
  const within = (words) => page.locator(".aspects > li").filter({ hasText: words }).last();
  const unfold = async (words) => {
    const form = within(words).locator("details");
    if (!(await form.evaluate((element) => element.open))) await form.locator("summary").click();
  };
  return {
    open: () => page.goto(`${client}/assess/person`),
    openLife: () => page.goto(`${client}/life`),
    openCourses: () => page.goto(`${client}/assess/courses`),
    openItems: (measure) => page.goto(`${client}/assess/items/${measure}`),
    side: (domain) => page.locator(`section#${domain}`),
    name: async (domain, words, sort, view) => {
      const side = page.locator(`section#${domain}`);
      await side.getByText("Name a need or a strength").click();
      const form = side.locator("form").filter({ has: page.locator(`#words-${domain}`) });
      await form.getByLabel("In a few words").fill(words);
      await form.getByLabel("It is").selectOption(sort);
      await form.getByLabel("Who says so").selectOption(view);
      await form.getByRole("button", { name: /^Keep it/ }).click();
    },
    change: async (words, sort) => {
      await unfold(words);
      await within(words).getByLabel("It is").selectOption(sort);
      await within(words).getByRole("button", { name: /^Keep the change/ }).click();
    },
    undo: async (words) => {
      await unfold(words);
      await within(words).getByRole("button", { name: /^Undo the change/ }).click();
    },
    takeOut: async (words, because) => {
      await unfold(words);
      await within(words).getByLabel("Take it out, because").fill(because);
      await within(words).getByRole("button", { name: /^Take it out/ }).click();
    },
    event: async (what, year, month) => {
      const form = page.locator("#new form");
      await form.getByLabel("What happened").fill(what);
      await form.getByLabel("Year", { exact: true }).fill(String(year));
      await form.getByLabel("Month or season if known").selectOption(month);
      await form.getByLabel("It was", { exact: true }).selectOption("other");
      await form.getByLabel("Side of life").selectOption("environment");
      await form.getByRole("button", { name: "Write it down" }).click();
    },
  };
}
