// A mourning that was not mourned, and days that grew empty: behavioural activation, interpersonal and person-centred
// work in one plan; the scores do not go as could be expected.
import { assess } from "../pages/assess.mjs";
import { newClient } from "../pages/caseload.mjs";
import { matchPage } from "../pages/match.mjs";
import { reviewPage } from "../pages/review.mjs";
import { agreePlan, ask, askByLink, cosign, cosignAgain, decline, draw, drawOwnMap, lookTogether, meet, take } from "./steps.mjs";

export const begins = "2026-02-03T09:00:00Z";

const never = "Not at all";
const someDays = "Several days";
const often = "More than half the days";
const daily = "Nearly every day";

export async function play(stage) {
  const { page, phone, at, look, picture } = stage;

  await at("2026-02-03T09:00:00Z");
  const client = await newClient(page, {
    name: "Edda Lindqvist",
    born: "1967-11-20",
    words: "Since the shop closed and my brother died I sit by the window until it is dark.",
    area: "depression",
  });
  await assess(page).open(client);
  await assess(page).heard("My neighbour leaves soup at the door and does not ask.", "Relationships", "what helps or carries");
  const given = [often, daily, often, daily, someDays, often, someDays, someDays, never, "Somewhat difficult"];
  await askByLink(stage, client, "PHQ-9", given, { 2: () => picture("depression-phone", phone) });
  await ask(stage, client, "Check-in", [4, 2, 2, 5, 3, 4, 5]);
  await ask(stage, client, "Preferences", [3, 3, 5, 3, 4, 3, 3, 3]);
  await page.goto(client);
  await picture("depression-person", page, { height: 1000 });

  await at("2026-02-10T09:00:00Z");
  const brother = "My brother's death";
  const grief = "Grief that has no place";
  const window = "Sitting by the window";
  const alone = "Seeing nobody";
  const low = "Low and empty";
  const money = "Living on savings";
  await draw(
    stage,
    client,
    [
      { words: brother, domain: "Relationships", role: "precipitating" },
      { words: grief, domain: "Emotions", kind: "grief" },
      { words: low, domain: "Emotions", kind: "low-mood" },
      { words: window, domain: "Behaviours", kind: "inactivity" },
      { words: alone, domain: "Relationships", kind: "isolation" },
      { words: money, domain: "Money and work", kind: "material-strain" },
    ],
    [
      [brother, grief, 8],
      [grief, low, 6],
      [low, window, 8],
      [window, alone, 7],
      [alone, low, 7],
      [window, low, 6],
      [money, low, 4],
    ],
  );
  await picture("depression-drawing", page.locator("#drawing"), { height: 960 });
  await look(page);
  await drawOwnMap(
    stage,
    client,
    [
      [low, "what I feel"],
      ["The empty shop", "money or work"],
      ["Soup from next door", "other people"],
    ],
    [
      ["The empty shop", low, "a lot", "more"],
      ["Soup from next door", low, "somewhat", "less"],
    ],
  );
  await page.goto(`${client}/formulate/maps`);
  await picture("depression-maps", page, { height: 1000 });

  const match = matchPage(page);
  await match.open(client);
  await look(page);
  await picture("depression-match", page.locator("#together"));
  await take(stage, client, ["Activity plan", "Making room for grief", "An hour that follows the client"]);
  await decline(stage, client, "Thought record", "she says that she has thought enough about it");
  await match.open(client);
  await match.unfold("Activity plan");
  await picture("depression-candidate", match.candidate("Activity plan"));
  await agreePlan(stage, client, {
    strands: [
      { expected: "out of the house before noon on three days a week", measure: "PHQ-9", sessions: 5 },
      { expected: "his name can be said without leaving the room", turn: "later", sessions: 4 },
      { expected: "one hour in four belongs to whatever she brings", turn: "now" },
    ],
    goals: ["Open the curtains and go for bread"],
    terms: {
      frequency: "every week",
      sessions: 12,
      enough: "a day has a middle again",
      notHelping: "the score is no lower after six sessions",
    },
    reviewOn: "2026-03-31",
    reason: "the days first; grief waits until there is ground to stand on",
  });
  await cosign(stage, client);
  await page.goto(`${client}/plan`);
  await picture("depression-plan", page, { height: 1000 });

  const weeks = [
    {
      on: "2026-02-17T09:00:00Z",
      scores: [2, 3, 2, 3, 1, 2, 1, 1, 0, 1],
      did: [["Activity plan", "bread before noon on Monday and Thursday, written on one card"]],
      note: "She came early. Two walks planned, to the baker and to the quay.",
      task: "Bread before noon, twice",
      feedback: [8, 8, 9, 8, 7],
    },
    {
      on: "2026-03-03T09:00:00Z",
      scores: [2, 3, 3, 3, 1, 2, 1, 1, 0, 1],
      did: [["Activity plan", "one walk of two; at the quay she turned back"]],
      note: "The quay is where they scattered the ashes. I had not known.",
      task: "Bread once; the quay can wait",
      feedback: [7, 8, 8, 8, 7],
    },
    {
      on: "2026-03-17T09:00:00Z",
      scores: [3, 3, 3, 3, 2, 2, 2, 1, 0, 2],
      did: [["An hour that follows the client", "she brought his cap and held it for the hour"]],
      note: "Mostly quiet. It was the first hour in which she cried.",
      feedback: [9, 9, 9, 9, 8],
    },
    {
      on: "2026-03-24T09:00:00Z",
      scores: [3, 3, 3, 3, 2, 3, 2, 2, 0, 2],
      did: [["Activity plan", "no walk; the week was his birthday"]],
      note: "Every walk leads past something of his.",
      feedback: [8, 7, 8, 8, 7],
    },
  ];
  for (const { on, scores, ...session } of weeks) {
    await at(on);
    await ask(stage, client, "PHQ-9", scores);
    await meet(stage, client, session);
  }

  await at("2026-03-31T08:30:00Z");
  await page.goto(`${client}/review`);
  await look(page);
  await picture("depression-review", page.locator("section[aria-labelledby=says]"), { height: 900 });
  await lookTogether(
    stage,
    client,
    {
      risk: "Asked directly, beyond the questionnaire: no thought of dying, she wants to see the lilac. Neighbour has our number.",
      life: "His birthday was last week; nobody had told me.",
      formulation: "It is the other way round: the walks do not lift her because each one meets the grief.",
    },
    { formulation: () => picture("depression-look", page, { height: 1000 }) },
  );
  await reviewPage(page).changePlan();
  await agreePlan(
    stage,
    client,
    {
      strands: [
        { expected: "one walk a week, with the neighbour, away from the quay", turn: "next" },
        { expected: "his name can be said without leaving the room", turn: "now", sessions: 6, measure: "PHQ-9" },
        {},
      ],
      add: [{ technique: "Asking for company", expected: "soup at one table, once a week", sessions: 2 }],
      reviewOn: "2026-04-28",
      reason: "each walk met the grief; so grief comes first, and not alone",
    },
    false,
  );
  await cosignAgain(stage, client);
  await look(phone, /You agreed on/);
  await page.goto(`${client}/plan`);
  await picture("depression-revised", page, { height: 1350 });
}
