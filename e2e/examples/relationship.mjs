// Two people who love each other and talk as if in court: emotionally focused, behavioural couple and psychodynamic work
// in one plan; one of them feels judged, and says so in the feedback.
import { assess } from "../pages/assess.mjs";
import { newClient } from "../pages/caseload.mjs";
import { matchPage } from "../pages/match.mjs";
import { reviewPage } from "../pages/review.mjs";
import { agreePlan, ask, askByLink, cosign, cosignAgain, decline, draw, drawOwnMap, lookTogether, meet, take } from "./steps.mjs";

export const begins = "2026-04-08T17:00:00Z";

export async function play(stage) {
  const { page, phone, at, look, picture } = stage;

  await at("2026-04-08T17:00:00Z");
  const client = await newClient(page, {
    name: "Ruth Adeyemi",
    born: "1981-02-17",
    words: "I ask and ask, he leaves the room, and then we are polite for a week.",
    area: "relationship",
  });
  await assess(page).open(client);
  await assess(page).heard("On Sundays he still brings me coffee to bed.", "Relationships", "what helps or carries");
  const check = ["5", "3", "5", "7", "6", "2", "People"];
  await askByLink(stage, client, "Check-in", check, { 6: () => picture("relationship-phone", phone) });
  await ask(stage, client, "PHQ-9", [1, 2, 2, 1, 1, 2, 0, 0, 0, 1]);
  await ask(stage, client, "Preferences", [3, 2, 3, 3, 5, 2, 3, 3]);
  await page.goto(client);
  await picture("relationship-person", page, { height: 1000 });

  await at("2026-04-15T17:00:00Z");
  const asking = "I ask louder";
  const leaving = "He goes quiet and leaves";
  const alone = "I feel alone with us";
  const unsaid = "Not saying that I miss him";
  const polite = "Polite days";
  const mother = "My mother went silent for weeks";
  await draw(
    stage,
    client,
    [
      { words: asking, domain: "Behaviours", kind: "couple-cycle" },
      { words: leaving, domain: "Relationships", kind: "couple-cycle" },
      { words: alone, domain: "Emotions", kind: "isolation" },
      { words: unsaid, domain: "Relationships", kind: "unspoken-needs" },
      { words: polite, domain: "Relationships", kind: "lost-closeness" },
      { words: mother, domain: "Relationships", role: "predisposing", kind: "old-patterns" },
    ],
    [
      [asking, leaving, 9],
      [leaving, alone, 8],
      [alone, asking, 8],
      [leaving, polite, 7],
      [polite, unsaid, 6],
      [unsaid, alone, 6],
      [mother, alone, 6],
    ],
  );
  await picture("relationship-drawing", page.locator("#drawing"), { height: 960 });
  await look(page);
  await drawOwnMap(
    stage,
    client,
    [
      ["He leaves", "other people"],
      ["I ask louder", "what I do, or stop doing"],
      ["Coffee on Sundays", "other people"],
    ],
    [
      ["He leaves", "I ask louder", "a lot", "more"],
      ["Coffee on Sundays", "I ask louder", "a little", "less"],
    ],
  );
  await page.goto(`${client}/formulate/maps`);
  await picture("relationship-maps", page, { height: 1000 });

  const match = matchPage(page);
  await match.open(client);
  await look(page);
  await match.unfold("Drawing the cycle");
  await picture("relationship-candidate", match.candidate("Drawing the cycle"), { height: 800 });
  await take(stage, client, ["Drawing the cycle", "Speaking and listening in turns", "A wish, a reply, a reaction"]);
  await decline(stage, client, "Days of small kindnesses", "not while the kindness would feel like duty");
  await agreePlan(stage, client, {
    strands: [
      { expected: "both can say “there it is again” before he is at the door", turn: "now", sessions: 4 },
      { expected: "ten minutes each, once a week, with a timer", turn: "next", sessions: 3 },
      { expected: "she knows what silence meant in her mother's house", turn: "later", measure: "PHQ-9", sessions: 3 },
    ],
    goals: ["Say I miss you before I say you never"],
    terms: {
      frequency: "every second week",
      sessions: 10,
      enough: "we come back to each other on the same day",
      notHelping: "one of us is afraid to speak after a session, or anyone is hurt",
    },
    reviewOn: "2026-06-10",
    reason: "the cycle is the opponent, and both can see it",
  });
  await cosign(stage, client);
  await picture("relationship-phone-plan", phone);
  await page.goto(`${client}/plan`);
  await picture("relationship-plan", page, { height: 1000 });

  const weeks = [
    {
      on: "2026-04-29T17:00:00Z",
      scores: [1, 2, 2, 1, 1, 1, 0, 0, 0, 1],
      did: [["Drawing the cycle", "both drew; he added a word of his own: afraid"]],
      note: "He came along for the second half, as agreed with both. Two pens, one sheet.",
      task: "Say “there it is again”, whoever sees it first",
      feedback: [8, 8, 8, 8, 8],
    },
    {
      on: "2026-05-13T17:00:00Z",
      scores: [1, 1, 2, 1, 1, 1, 0, 0, 0, 1],
      did: [["Drawing the cycle", "it was named twice at home, once in time"]],
      note: "They laughed about who had seen it first.",
      task: "The same, and the coffee stays",
      feedback: [9, 8, 9, 8, 8],
    },
    {
      on: "2026-05-27T17:00:00Z",
      scores: [1, 2, 2, 1, 1, 2, 0, 0, 0, 1],
      did: [["Speaking and listening in turns", "he spoke for ten minutes; I asked him on, and forgot her turn"]],
      note: "I was glad that he talked at last, and left her alone with it. The cycle, with me in it.",
      task: "No exercise this week",
      feedback: [5, 4, 3, 6, 4],
      wish: "I felt like the one who is wrong.",
    },
  ];
  for (const { on, scores, ...session } of weeks) {
    await at(on);
    await ask(stage, client, "PHQ-9", scores);
    await meet(stage, client, session);
  }

  await at("2026-06-10T16:30:00Z");
  await page.goto(`${client}/session/brief`);
  await picture("relationship-brief", page, { height: 900 });
  await page.goto(`${client}/review`);
  await look(page);
  await lookTogether(
    stage,
    client,
    {
      risk: "Asked each alone: nobody is afraid of the other, nobody was hurt or threatened, neither wishes to die.",
      alliance: "I said that I had left her alone with it, as he does. She wept and stayed. That was the repair.",
      formulation: "Feeling judged and then being polite: it happened here, too.",
    },
    { alliance: () => picture("relationship-look", page, { height: 900 }) },
  );
  await reviewPage(page).changePlan();
  await agreePlan(
    stage,
    client,
    {
      strands: [{}, { expected: "turns by the clock, she first; I keep the time and nothing else", turn: "later" }, { turn: "now" }],
      add: [{ technique: "The feeling under the feeling", expected: "“I miss you” is said once in the room", sessions: 3 }],
      reviewOn: "2026-07-22",
      reason: "she felt judged when I leaned to his side; first what is under the asking",
    },
    false,
  );
  await cosignAgain(stage, client);
  await look(phone, /You agreed on/);
  await page.goto(`${client}/plan`);
  await picture("relationship-revised", page, { height: 1350 });
}
