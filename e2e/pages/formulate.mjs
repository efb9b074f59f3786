// What keeps it going: factors, influences, loops.

export function formulation(page) {
  const section = (id) => page.locator(`#${id}`);
  const open = async (id) => {
    const details = section(id);
    if (!(await details.evaluate((element) => element.open))) await details.locator("summary").click();
  };
  const card = (words) => page.locator("svg.fig-wide .fig-card-link").filter({ hasText: words });
  const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });
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
    factor: async ({ words, domain, role, kind }) => {
      await open("new-factor");
      const form = section("new-factor");
      await form.getByLabel("The factor in a few words").fill(words);
      await form.getByLabel("Side of life").selectOption({ label: domain });
      if (role) await form.getByLabel("Part in the story").selectOption(role);
      if (kind) await form.getByLabel("What kind of thing it is").selectOption(kind);
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
    undo: () => section("undo").getByRole("button", { name: /^Undo/ }).click(),
    redo: () => section("undo").getByRole("button", { name: /^Redo/ }).click(),
    /** A factor's card in the drawing. */
    card,
    /** Where it lies in the drawing's own units. */
    placeOf: async (words) => {
      const rect = card(words).locator(".fig-card");
      const [x, y] = await Promise.all(["x", "y"].map((name) => rect.getAttribute(name)));
      return { x: Number(x), y: Number(y) };
    },
    /** Where its middle is on the screen. */
    centre: async (words) => {
      await card(words).scrollIntoViewIfNeeded();
      return middle(await card(words).locator(".fig-card").boundingBox());
    },
    /** Where the dot is from which an influence is drawn. */
    handle: async (words) => middle(await card(words).locator(".fig-handle").boundingBox()),
    /** Presses the first arrow in its middle. */
    pressArrow: async () => {
      const stroke = page.locator("svg.fig-wide .fig-edge-link .fig-edge").first();
      const { x, y } = await stroke.evaluate((path) => {
        path.scrollIntoView({ block: "center" });
        const at = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM());
        return { x: at.x, y: at.y };
      });
      await page.mouse.click(x, y);
    },
    drag: async (from, to) => {
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
      await page.mouse.move(to.x, to.y, { steps: 4 });
      await page.mouse.up();
    },
    undone: section("undo"),
  };
}
