// What happens in every worked example, in the words of the practice.
import { assess, choose } from "../pages/assess.mjs";
import { matchPage } from "../pages/match.mjs";
import { planPage } from "../pages/plan.mjs";
import { atQuestion, portal } from "../pages/portal.mjs";
import { sessionPage } from "../pages/session.mjs";
import { space, spaceOf } from "../pages/space.mjs";
import { formulation } from "../pages/formulate.mjs";
import { expectWords } from "../support/words.mjs";

/** A questionnaire in the room, each answer by its place. */
export async function ask({ page }, client, measure, places) {
  await assess(page).open(client);
  await assess(page).askHere(measure);
  await choose(page, places);
  await assess(page).save();
  await page.waitForURL((address) => !address.pathname.includes("/ask/"));
}

/** A questionnaire by link, on the client's phone; `at` is called on the screen of one question. */
export async function askByLink({ page, phone }, client, measure, words, at = {}) {
  await assess(page).open(client);
  const link = await assess(page).link(measure);
  const theirs = portal(phone);
  await theirs.enter(link);
  await theirs.start();
  for (const [index, answer] of words.entries()) {
    await atQuestion(phone, index + 1);
    await at[index + 1]?.();
    await theirs.answer(answer);
  }
  await theirs.send();
  await phone.getByRole("heading", { name: "Sent. Thank you." }).waitFor();
}

/** Factors with their kinds, and what leads to what. The first factor begins the drawing. */
export async function draw({ page }, client, factors, influences) {
  const drawing = formulation(page);
  await drawing.open(client);
  const [first, ...others] = factors;
  await drawing.begin("Blank", [first]);
  for (const factor of others) await drawing.factor(factor);
  for (const [from, to, strength, sign] of influences) await drawing.influence({ from, to, strength, sign });
  await page.getByRole("button", { name: "Arrange afresh" }).click();
  await drawing.open(client);
}

/**
 * The client opens their space on the phone and draws what they see.
 *
 * @param {[string, string][]} things each with what it is about
 * @param {[string, string, string, string][]} arrows cause, effect, how much, and `more` or `less`
 */
export async function drawOwnMap({ page, phone }, client, things, arrows) {
  await spaceOf(page).open(client);
  await space(phone).enter(await spaceOf(page).link());
  await phone.goto("/portal/map");
  for (const [index, [words, about]] of things.entries()) {
    await phone.getByLabel(`Thing ${index + 1}`, { exact: true }).fill(words);
    await phone.getByLabel(`What is thing ${index + 1} about?`).selectOption({ label: about });
  }
  const onward = async () => {
    const before = await phone.locator("#question").innerText();
    await phone.getByRole("button", { name: "Go on" }).click();
    await phone.waitForFunction((text) => document.querySelector("#question")?.innerText !== text, before);
    await phone.waitForLoadState();
  };
  await onward();
  const question = phone.locator("legend.question");
  while ((await question.count()) > 0) {
    const asked = await question.innerText();
    const [first, second] = [...asked.matchAll(/“([^”]+)”/g)].map((found) => found[1]);
    if (second === undefined) {
      for (const [cause, effect] of arrows) if (effect === first) await phone.getByLabel(cause, { exact: true }).check();
    } else {
      const [, , much, sign] = arrows.find(([cause, effect]) => cause === first && effect === second);
      await phone.getByLabel(much, { exact: true }).check();
      await phone.getByLabel(sign === "less" ? "it gets less" : "it gets more").check();
    }
    await onward();
  }
  await phone.getByRole("button", { name: "Show my map to my therapist" }).click();
  await expectWords(phone, /You showed this map on/);
}

/** Ways that are taken for the plan, one after the other; what forbids one is asked and ruled out first. */
export async function take({ page }, client, techniques) {
  const match = matchPage(page);
  for (const technique of techniques) {
    await match.open(client);
    const chosen = await match.unfold(technique);
    if ((await chosen.getByRole("button", { name: /^Take it into the plan/ }).count()) === 0) {
      await match.ruleOut(technique);
      await page.waitForURL(/#/);
      await match.open(client);
    }
    await match.take(technique);
    await page.waitForURL(/#/);
    await match.open(client);
    await match.unfold(technique);
    await expectWords(match.candidate(technique), /taken for the plan/);
  }
}

/** A way that the two of them decide against, with a word. */
export async function decline({ page, look }, client, technique, because) {
  const match = matchPage(page);
  await match.open(client);
  await match.decline(technique, because);
  await page.waitForURL(/#/);
  await match.open(client);
  await match.unfold(technique);
  await look(match.candidate(technique), /decided against/);
}

/**
 * The next version of the plan. Each strand: `expected`, `measure`, `turn`, `sessions`, or `out: true`; `add` strands
 * are written here, without Match.
 */
export async function agreePlan({ page }, client, { strands, add = [], goals = [], terms = {}, reviewOn, reason }, open = true) {
  const plan = planPage(page);
  if (open) await plan.change(client);
  for (const [index, strand] of strands.entries()) await fillStrand(plan, index + 1, strand);
  for (const [index, strand] of add.entries()) {
    await page.evaluate(() => document.documentElement.setAttribute("data-before", ""));
    await plan.addStrand();
    // The page that comes back is another one: its numbers count, not those of the page that is leaving.
    await page.locator("html:not([data-before])").waitFor({ state: "attached" });
    // What is left out goes when the form comes back with a new line.
    const number = strands.filter(({ out }) => !out).length + index + 1;
    await plan.technique(number).waitFor();
    await plan.technique(number).selectOption({ label: strand.technique });
    await fillStrand(plan, number, strand);
  }
  for (const [index, words] of goals.entries()) {
    if ((await plan.goal(index + 1).count()) === 0) await plan.addGoal();
    await plan.goal(index + 1).fill(words);
  }
  if (terms.frequency) await plan.frequency.selectOption({ label: terms.frequency });
  if (terms.sessions) await plan.sessions.fill(String(terms.sessions));
  if (terms.enough) await plan.enough.fill(terms.enough);
  if (terms.notHelping) await plan.notHelping.fill(terms.notHelping);
  await plan.reviewOn.fill(reviewOn);
  await plan.reason.fill(reason);
  await plan.together.check();
  await plan.agree();
  await plan.version.waitFor();
}

async function fillStrand(plan, number, { expected, measure, turn, sessions, out }) {
  if (expected) await plan.expected(number).fill(expected);
  if (measure) await plan.measure(number).selectOption({ label: measure });
  if (turn) await plan.turn(number).selectOption(turn);
  if (sessions) await plan.dose(number).fill(String(sessions));
  if (out) await plan.leaveOut(number).check();
}

/** The plan is shared, and the client agrees to it on the phone, in the space that `drawOwnMap` opened. */
export async function cosign({ page, phone }, client) {
  await spaceOf(page).open(client);
  await spaceOf(page).sharePlan();
  await phone.goto("/portal/plan");
  await phone.getByRole("button", { name: "I agree to this" }).click();
  await expectWords(phone, /You agreed on/);
}

/** A later version, agreed to the same way: the visit of weeks ago has ended, so a new link opens the space. */
export async function cosignAgain(stage, client) {
  await spaceOf(stage.page).open(client);
  await space(stage.phone).enter(await spaceOf(stage.page).link());
  await cosign(stage, client);
}

/** A session today: what was done, what was noted, what was agreed, and how it was for the client, asked in the room. */
export async function meet({ page }, client, { did, note, task, feedback, wish }) {
  const session = sessionPage(page);
  const path = await session.hold(client);
  for (const [technique, how] of did) {
    await session.did(technique, how);
    await expectWords(session.done, new RegExp(how.slice(0, 20).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
  }
  if (task) {
    await session.agree(task);
    await session.tasks.getByText(task).waitFor();
  }
  await session.note.fill(note);
  await session.lock();
  await session.locked.waitFor();
  await session.feedback.getByRole("button", { name: /^Ask here, now/ }).click();
  await choose(page, feedback);
  if (wish) await page.getByRole("textbox").last().fill(wish);
  await assess(page).save();
  await page.waitForURL((address) => !address.pathname.includes("/ask/"));
  return path;
}

/** The six places of the short look, each with a few words or none, up to the decision. */
export async function lookTogether({ page }, client, words, at = {}) {
  await page.goto(`${client}/review/guide/risk`);
  for (const place of ["risk", "alliance", "goals", "life", "formulation", "dose"]) {
    await page.waitForURL(new RegExp(`/guide/${place}$`));
    if (words[place]) await page.getByLabel("What the two of you say to it").fill(words[place]);
    await at[place]?.();
    await page.getByRole("button", { name: /^On/ }).click();
  }
  await page.waitForURL(/guide\/decision$/);
}
