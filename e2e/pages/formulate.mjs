// What keeps it going: factors, influences, loops.

export function formulation(page) {
  const section = (id) => page.locator(`#${id}`);
  const open = async (id) => {
    const details = section(id);
    if (!(await details.evaluate((element) => element.open))) await details.locator("summary").click();
  };
  return {
    open: (client) => page.goto(`${client}/formulate`),
    /** The first factors, in the lines that a template asks for. */
    begin: async (template, lines) => {
      await page.getByRole("link", { name: `Begin with “${template}”` }).click();
      for (const [index, { words, domain }] of lines.entries()) {
        const line = page.getByRole("group").nth(index);
        await line.getByRole("textbox").fill(words);
        await line.getByLabel("Side of life").selectOption({ label: domain });
      }
      await page.getByRole("button", { name: "Begin the drawing" }).click();
    },
    changeFactor: async (words, better) => {
      await page.getByRole("link", { name: `Change “${words}”`, exact: true }).click();
      await page.getByLabel("The factor in a few words").fill(better);
      await page.getByRole("button", { name: "Save this factor" }).click();
    },
    factor: async ({ words, domain }) => {
      await open("new-factor");
      const form = section("new-factor");
      await form.getByLabel("The factor in a few words").fill(words);
      await form.getByLabel("Side of life").selectOption({ label: domain });
      await form.getByRole("button", { name: "Add this factor" }).click();
      await page.getByRole("row").or(page.getByRole("listitem")).filter({ hasText: words }).first().waitFor();
    },
    influence: async ({ from, to, sign = "leads to more", strength }) => {
      await open("new-influence");
      const form = section("new-influence");
      await form.getByLabel(/^This/).selectOption({ label: from });
      await form.getByLabel("does what").selectOption({ label: sign });
      await form.getByLabel(/^of this/).selectOption({ label: to });
      if (strength) await form.getByLabel("How much").selectOption(String(strength));
      await form.getByRole("button", { name: "Add this influence" }).click();
    },
    factors: section("factors"),
    influences: section("influences").getByRole("row"),
    loops: page.locator(".loop-sentence"),
    drawing: section("drawing"),
    undo: () => section("undo").getByRole("button").click(),
    undone: section("undo"),
  };
}
