// The pages that are looked at one by one, as pictures and as structure, each with the fictional person who shows it
// best.
import { colleagues } from "../support/demo.mjs";
import { assess } from "./assess.mjs";
import { portal } from "./portal.mjs";

/** A page of somebody who is signed in. */
const staff = (name, path, { who = colleagues.clinician, then = async () => {} } = {}) => ({
  name,
  open: async (demo) => {
    const opened = await demo.as(who);
    await opened.page.goto(path);
    await then(opened.page);
    return opened;
  },
});

/** Looks for words on the page of a search. */
const lookFor = (words) => async (page) => {
  await page.getByLabel("Words").fill(words);
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("status").waitFor();
};

/** A page about one client. */
const about = (name, client, path, { who = colleagues.clinician, then = async () => {} } = {}) => ({
  name,
  open: async (demo) => {
    const opened = await demo.as(who);
    await opened.page.goto((await demo.client(opened.page, client)) + path);
    await then(opened.page);
    return opened;
  },
});

/** A page of a client who came through a link to a questionnaire. */
const visit = (name, measure, then) => ({
  name,
  open: async (demo) => {
    const clinician = await demo.as(colleagues.clinician);
    await assess(clinician.page).open(await demo.client(clinician.page, "Amara Okafor"));
    const link = await assess(clinician.page).link(measure);
    await clinician.close();
    const opened = await demo.guest();
    await portal(opened.page).enter(link);
    await then(portal(opened.page), opened.page);
    return opened;
  },
});

const answers = async (client, page, given) => {
  await client.start();
  for (const [index, answer] of given.entries()) {
    await page.waitForURL(`**/portal/item/${index + 1}`);
    await client.answer(answer);
  }
  await page.waitForURL((url) => !url.pathname.endsWith(`/item/${given.length}`));
};
const restless = ["Several days", "Several days", "Nearly every day", "Several days", "Not at all", "Several days", "Not at all", "Not at all"];

export const pages = [
  {
    name: "sign-in",
    open: async (demo) => {
      const opened = await demo.guest();
      await opened.page.goto("/sign-in");
      return opened;
    },
  },
  staff("caseload", "/caseload"),
  staff("client-new", "/clients/new"),
  about("person", "Amara Okafor", ""),
  about("person-risk-answer", "Noor van Dijk", ""),
  about("person-first-contact", "Mei Lin Chua", ""),
  about("person-read-only", "Fatima Haddad", "", { who: colleagues.supervisor }),
  about("assess", "Amara Okafor", "/assess"),
  about("assess-schedule", "Amara Okafor", "/assess/schedule"),
  about("assess-intake", "Robin Taylor", "/assess/intake"),
  about("assess-room", "Robin Taylor", "/assess", { then: (page) => assess(page).askHere("PHQ-9") }),
  about("assess-link", "Robin Taylor", "/assess", { then: (page) => assess(page).link("Check-in") }),
  about("assess-response", "Noor van Dijk", "/assess", {
    then: (page) => page.locator("aside").getByRole("link", { name: /^PHQ-9/ }).first().click(),
  }),
  about("formulate", "Amara Okafor", "/formulate"),
  about("formulate-begin", "Mei Lin Chua", "/formulate"),
  about("match", "Amara Okafor", "/match"),
  about("plan", "Amara Okafor", "/plan"),
  about("plan-difference", "Amara Okafor", "/plan", { then: (page) => page.getByText("Line by line").click() }),
  about("plan-edit", "Amara Okafor", "/plan/edit"),
  about("plan-none", "Mei Lin Chua", "/plan"),
  about("session-list", "Amara Okafor", "/session"),
  about("session", "Amara Okafor", "/session", { then: firstSession }),
  about("session-draft", "Katarzyna Zielińska", "/session", { who: colleagues.colleague, then: firstSession }),
  about("session-brief", "Amara Okafor", "/session/brief"),
  about("session-brief-first", "Mei Lin Chua", "/session/brief"),
  about("session-process", "Amara Okafor", "/session", {
    then: async (page) => {
      await firstSession(page);
      await page.getByRole("link", { name: "Process note" }).click();
    },
  }),
  about("search", "Amara Okafor", "/search", { then: lookFor("sleep") }),
  // A word of one person: how people with a place on nearly the same day follow one another changes with the weekday.
  staff("search-all", "/search", { then: lookFor("Sunday stomach") }),
  about("review", "Wei Zhang", "/review"),
  about("review-on-track", "Amara Okafor", "/review"),
  about("access", "Fatima Haddad", "/access"),
  staff("account", "/account"),
  staff("account-texts", "/account/texts"),
  staff("practice", "/practice"),
  staff("practice-settings", "/practice/settings"),
  staff("practice-audit", "/practice/audit"),
  visit("portal-welcome", "PHQ-9", async () => {}),
  visit("portal-item", "PHQ-9", async (client, page) => answers(client, page, restless.slice(0, 2))),
  visit("portal-item-scale", "Check-in", async (client) => client.start()),
  visit("portal-pause", "PHQ-9", async (client, page) => {
    await answers(client, page, [...restless, "Several days"]);
    await client.help.waitFor();
  }),
  visit("portal-review", "GAD-7", async (client, page) => {
    await answers(client, page, restless.slice(0, 6));
    await client.skip();
    await page.waitForURL("**/portal/review");
  }),
  visit("portal-thanks", "GAD-7", async (client, page) => {
    await answers(client, page, restless.slice(0, 7));
    await client.send();
    await page.getByRole("heading", { name: "Sent. Thank you." }).waitFor();
  }),
  visit("portal-help", "GAD-7", async (client) => client.helpAlways.click()),
];

/** The newest session in the list. */
async function firstSession(page) {
  await page.locator(".timeline a").first().click();
}
