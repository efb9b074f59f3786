// The client's side of a link: one question a screen.

export function portal(page) {
  const question = page.locator(".question");
  const continueOn = () => page.getByRole("button", { name: "Continue" }).click();
  return {
    /** Opens the address the clinician handed over; its host is the practice's public one, not the test's. */
    enter: async (link) => {
      await page.goto(new URL(link).pathname);
      await page.waitForURL(/\/portal(\/thanks)?$/);
    },
    start: () => page.getByRole("link", { name: /^(Start|Go on)$/ }).click(),
    question,
    progress: page.locator(".progress"),
    /** Answers the question on the screen by the words of the answer, and goes on. */
    answer: async (words) => {
      await page.getByRole("radio", { name: words, exact: true }).check();
      await continueOn();
    },
    write: async (words) => {
      await page.getByRole("textbox").fill(words);
      await continueOn();
    },
    skip: () => page.getByRole("button", { name: "I would rather not answer this one" }).click(),
    continueOn,
    offline: page.locator("[data-offline]"),
    help: page.getByRole("region", { name: /danger|very hard/ }),
    helpAlways: page.getByRole("link", { name: "Help now, day and night" }),
    leave: page.getByRole("link", { name: "Leave quickly" }),
    send: () => page.getByRole("button", { name: /^Send to/ }).click(),
    answers: page.getByRole("listitem").filter({ has: page.getByRole("link", { name: /^Change answer/ }) }),
  };
}

/** Waits until question `number` is on the screen. */
export function atQuestion(page, number) {
  return page.locator(".progress").filter({ hasText: new RegExp(`^\\s*${number} of `) }).waitFor();
}
