import { announce } from "./announce";
import { Keeper, type Outcome, type Standing } from "./keeper";

/* Keeps what is typed into <form data-autosave="ADDRESS" data-version="N"> as it is typed.

   Sent: the form, urlencoded, with `version` (what the text is based on) and `entry_id` (made here, the same for
   every repetition of one attempt). Answered: 2xx with the header `Attune-Version`; or 409 with an HTML fragment
   that shows both texts. Unsaved text stays in the form and nowhere else: nothing clinical is put into the
   browser's storage. A page in another language says its words on `[data-saved]` itself: `data-say-kept`,
   `data-say-unreachable` and so on, one for each standing. */

const WORDS: Record<Standing, string> = {
  kept: "kept",
  waiting: "not kept yet",
  unreachable: "not kept yet: no connection, still trying",
  "signed-out": "not kept yet: you are signed out. Sign in in another window; this text stays here meanwhile",
  refused: "not kept: the program could not take this text as it is. Please look at the fields above",
  conflict: "not kept: this was changed in another window. Both texts are shown here",
};

/** Above this a browser may refuse to finish sending a form after its page is gone. */
const KEEPALIVE_LIMIT = 60_000;

interface Snapshot {
  readonly body: URLSearchParams;
  readonly size: number;
}

/** Puts a fragment from the server into a place on the page. */
type Fill = (place: Element, html: string) => void;

const keepers = new Map<HTMLFormElement, Keeper<Snapshot>>();

function keeperOf(form: HTMLFormElement, fill: Fill): Keeper<Snapshot> {
  const known = keepers.get(form);
  if (known !== undefined) return known;
  const keeper = new Keeper<Snapshot>({
    read: () => read(form),
    send: async (snapshot) => {
      const outcome = await send(form, snapshot, fill);
      // Whoever has a place for it may keep it meanwhile: see answer.ts.
      if (outcome === "unreachable") form.dispatchEvent(new CustomEvent("attune:unreachable", { bubbles: true, detail: { sent: snapshot.body } }));
      return outcome;
    },
    show: (standing) => show(form, standing),
  });
  keepers.set(form, keeper);
  return keeper;
}

function read(form: HTMLFormElement): Snapshot {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  if (form.dataset["version"] !== undefined) body.set("version", form.dataset["version"]);
  body.set("entry_id", crypto.randomUUID());
  return { body, size: body.toString().length };
}

async function send(form: HTMLFormElement, snapshot: Snapshot, fill: Fill): Promise<Outcome> {
  const address = form.dataset["autosave"] ?? form.action;
  try {
    const answer = await fetch(address, {
      method: form.dataset["autosaveMethod"] ?? "POST",
      body: snapshot.body,
      redirect: "manual",
      keepalive: (document.visibilityState === "hidden" || !warns) && snapshot.size < KEEPALIVE_LIMIT,
    });
    if (answer.type === "opaqueredirect" || answer.status === 401) return "signed-out";
    if (answer.ok) {
      rebase(form, answer.headers.get("Attune-Version"));
      const html = answer.status === 200 ? await answer.text() : "";
      form.dispatchEvent(new CustomEvent("attune:kept", { bubbles: true, detail: { sent: snapshot.body, html } }));
      return "kept";
    }
    if (answer.status === 409) {
      const place = document.querySelector("[data-conflict]");
      if (place !== null) fill(place, await answer.text());
      return "conflict";
    }
    return answer.status >= 500 || answer.status === 429 ? "unreachable" : "refused";
  } catch {
    return "unreachable";
  }
}

/** The text on the screen is now based on the version that was just kept. */
function rebase(form: HTMLFormElement, version: string | null): void {
  if (version === null) return;
  form.dataset["version"] = version;
  const field = form.elements.namedItem("version");
  if (field instanceof HTMLInputElement) field.value = version;
}

function show(form: HTMLFormElement, standing: Standing): void {
  const word = form.querySelector<HTMLElement>("[data-saved]") ?? document.querySelector<HTMLElement>("[data-saved]");
  if (word === null) return;
  const before = word.dataset["state"];
  const words = word.getAttribute(`data-say-${standing}`) ?? WORDS[standing];
  const text = standing === "kept" ? `${words} ${timeOfDay(new Date())}` : words;
  const trouble = standing !== "kept" && standing !== "waiting";
  word.textContent = text;
  word.dataset["state"] = trouble ? "unsaved" : standing;
  if (trouble || before === "unsaved") announce(text);
}

function timeOfDay(now: Date): string {
  return now.toLocaleTimeString(document.documentElement.lang || undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

function autosaved(target: EventTarget | null): HTMLFormElement | null {
  const form = target instanceof HTMLElement ? (target.closest("form")) : null;
  return form?.dataset["autosave"] === undefined ? null : form;
}

/** Sending the form itself waits until its text is kept, so that it does not race with its own saving. */
async function submitted(event: SubmitEvent): Promise<void> {
  const form = autosaved(event.target);
  const keeper = form === null ? undefined : keepers.get(form);
  if (form === null || keeper === undefined || !keeper.unsaved) return;
  event.preventDefault();
  const { submitter } = event;
  const standing = await keeper.settle();
  if (standing === "kept") form.requestSubmit(submitter);
  // What the program could not take is better explained by the page that the form leads to.
  if (standing === "refused") {
    keepers.delete(form);
    form.requestSubmit(submitter);
  }
}

function unsaved(): boolean {
  return [...keepers].some(([form, keeper]) => form.isConnected && keeper.unsaved);
}

/** Whoever chooses between two texts has seen both, and is not asked again whether to leave one behind. */
function chosen(event: MouseEvent): void {
  if (event.target instanceof Element && event.target.closest("[data-conflict] :is(a, button)") !== null) warns = false;
}

function hurry(): void {
  for (const keeper of keepers.values()) keeper.hurry();
}

let warns = true;

/** Sends what can still be sent and lets the page go without a question. Resolves when nothing is under way. */
export async function letGo(): Promise<void> {
  warns = false;
  await Promise.all([...keepers.values()].filter((keeper) => keeper.unsaved).map((keeper) => keeper.settle()));
}

/** Starts keeping every autosaved form of this page, also those that arrive later. */
export function startAutosave(fill: Fill): void {
  const changed = (event: Event): void => {
    const form = autosaved(event.target);
    if (form !== null) keeperOf(form, fill).changed();
  };
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  document.addEventListener("submit", (event) => void submitted(event), { capture: true });
  document.addEventListener("click", chosen);
  window.addEventListener("online", hurry);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && hurry());
  window.addEventListener("beforeunload", (event) => {
    if (warns && unsaved()) event.preventDefault();
  });
}
