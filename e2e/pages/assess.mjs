// The person as a whole: problems, questionnaires here or by link, risk answers.

export function assess(page) {
  const ask = (way, measure) => page.getByRole("button", { name: new RegExp(`^${way} ?: ${measure}$`) }).click();
  return {
    open: (client) => page.goto(`${client}/assess`),
    problem: async (words, area) => {
      const another = page.getByText(/^Name (what brings them|another problem)$/);
      const form = page.locator("details", { has: another });
      if (!(await form.evaluate((element) => element.open))) await another.click();
      await form.getByLabel("In their words").fill(words);
      await form.getByRole("radio", { name: area }).check();
      await form.getByRole("button", { name: "Write it down" }).click();
    },
    heard: async (words, domain, about) => {
      await page.getByText("Keep something they said").click();
      await page.getByLabel("As they said it").fill(words);
      await page.getByRole("group", { name: "About which part of life?" }).getByRole("radio", { name: domain }).check();
      await page.getByRole("group", { name: "It tells" }).getByRole("radio", { name: about }).check();
      await page.getByRole("button", { name: "Keep these words" }).click();
    },
    askHere: async (measure) => {
      await ask("Ask here, now", measure);
      await page.waitForURL(/\/assess\/ask\//);
    },
    /** Makes a link to a questionnaire and answers with its address. */
    link: async (measure) => {
      await ask("Make a link", measure);
      return page.getByLabel("Only for this client").inputValue();
    },
    /** The question with this number, when all are on one page. */
    question: (number) => page.getByRole("group").nth(number - 1),
    save: () => page.getByRole("button", { name: "Save these answers" }).click(),
    saveWithGaps: () => page.getByRole("button", { name: "Save it as it is" }).click(),
    alerts: page.locator("#alerts"),
    acknowledge: async (action, words) => {
      await page.getByRole("radio", { name: action }).check();
      await page.getByLabel("In a few words").fill(words);
      await page.getByRole("button", { name: "Record what was done" }).click();
    },
    section: (measure) => page.locator("section.part").filter({ has: page.getByRole("heading", { name: measure, exact: true }) }),
    waiting: page.locator("#waiting"),
  };
}

/** Answers questions on one page, each by its words; `null` leaves one out. */
export async function answerAll(page, answers) {
  for (const [index, answer] of answers.entries()) {
    if (answer !== null) await assess(page).question(index + 1).getByRole("radio", { name: answer, exact: true }).check();
  }
}

/** Answers questions on one page, each by the place of its answer, the first being 0; `null` leaves one out. */
export async function choose(page, places) {
  for (const [index, place] of places.entries()) {
    if (place !== null) await assess(page).question(index + 1).getByRole("radio").nth(place).check();
  }
}
