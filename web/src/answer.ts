import { forget, keep, waitingFor, type Waiting } from "./kept-here";
import { Pause, retryDelay } from "./retry";

/* One item a screen, in <form data-answer>. Keys pick an answer, Enter continues. If the connection fails, the
   answer is kept on this device (kept-here.ts) and is sent by itself: from this page, or hours later from the next page
   of the same questionnaire. Which one that is says <body data-questionnaire>, and the server turns away what belongs to
   another. An answer has one place, so that sending twice is harmless. Without script the form is an ordinary form. */

/** A server that has not answered by now counts as no connection. */
const PATIENCE = 15_000;
/** An answer that has been under way for so long is kept: somebody may close the page before it is lost. */
const SLOW = 2_000;

const pause = new Pause();
const underWay = new WeakSet<HTMLFormElement>();
let left = false;

/** From now on nothing more is kept on this device: somebody is leaving. */
export function keepNothingMore(): void {
  left = true;
}

async function keepHere(waiting: Waiting | undefined): Promise<boolean> {
  return waiting !== undefined && !left && (await keep(waiting));
}

function questionnaire(): string | undefined {
  return document.body.dataset["questionnaire"];
}

/** What the form sends, with the button that was pressed. */
function bodyOf(form: HTMLFormElement, submitter: HTMLElement | null): string {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  if (submitter instanceof HTMLButtonElement && submitter.name !== "") body.append(submitter.name, submitter.value);
  return body.toString();
}

/** What became of one attempt: it arrived and leads on; it arrived and the server has something to say; it was for a
 *  visit that has ended, or for another questionnaire than this visit's; it did not arrive. */
type Delivery =
  | { readonly kind: "onward"; readonly address: string }
  | { readonly kind: "answered" | "closed" | "elsewhere" | "lost" };

async function deliver(address: string, body: string, mark: string | undefined): Promise<Delivery> {
  const headers: Record<string, string> = { "Content-Type": "application/x-www-form-urlencoded" };
  if (mark !== undefined) headers["Attune-Questionnaire"] = mark;
  try {
    const answer = await fetch(address, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status >= 500 || answer.status === 429) return { kind: "lost" };
    if (answer.status === 404) return { kind: "closed" };
    if (answer.status === 409) return { kind: "elsewhere" };
    const onward = answer.headers.get("Attune-Onward") ?? (answer.redirected ? answer.url : null);
    return onward === null ? { kind: "answered" } : { kind: "onward", address: onward };
  } catch {
    return { kind: "lost" };
  }
}

/** Sends until it has arrived. The message `[data-offline]` is in the page, in the client's language, and in it
 *  `[data-kept-here]`, which is true only once the answer is kept on this device. */
async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const address = new URL((submitter instanceof HTMLButtonElement && submitter.getAttribute("formaction")) || form.action).pathname;
  const body = bodyOf(form, submitter);
  const mark = questionnaire();
  const waiting = mark === undefined ? undefined : { questionnaire: mark, address, body };
  form.inert = true;
  let kept = false;
  const slow = setTimeout(() => void keepHere(waiting).then((done) => (kept ||= done)), SLOW);
  for (let attempt = 0; ; attempt += 1) {
    const delivery = await deliver(address, body, mark);
    if (delivery.kind !== "onward" && delivery.kind !== "answered") kept = await keepHere(waiting);
    say(delivery.kind === "lost", kept);
    if (delivery.kind !== "lost") {
      clearTimeout(slow);
      if (kept && waiting !== undefined && (delivery.kind === "onward" || delivery.kind === "answered")) await forget(waiting);
      if (delivery.kind === "onward") return location.assign(delivery.address);
      // Another questionnaire is open in this browser by now: this answer must not land there.
      if (delivery.kind === "elsewhere") return location.assign("/portal");
      return sendPlainly(form, submitter);
    }
    await pause.wait(retryDelay(attempt));
  }
}

function say(offline: boolean, kept: boolean): void {
  const message = document.querySelector<HTMLElement>("[data-offline]");
  const keptHere = document.querySelector<HTMLElement>("[data-kept-here]");
  if (keptHere !== null) keptHere.hidden = !kept;
  if (message !== null) message.hidden = !offline;
}

/** The server wants to say something about this answer: the browser sends the form again and shows that page. */
function sendPlainly(form: HTMLFormElement, submitter: HTMLElement | null): void {
  form.inert = false;
  form.requestSubmit(submitter);
}

/** Sends what waits on this device for the questionnaire of this page, and goes on to where that leads. */
async function sendWaiting(): Promise<void> {
  const waiting = await waitingFor(questionnaire());
  const form = document.querySelector<HTMLFormElement>("form[data-answer]");
  if (waiting.length === 0 || (form !== null && underWay.has(form))) return;
  let onward: string | undefined;
  if (form !== null) form.inert = true;
  for (const one of waiting) {
    const delivery = await deliver(one.address, one.body, one.questionnaire);
    if (delivery.kind !== "onward" && delivery.kind !== "answered") {
      // It stays where it is, and the page can be used meanwhile.
      if (form !== null) form.inert = false;
      return;
    }
    await forget(one);
    if (delivery.kind === "onward") onward = delivery.address;
  }
  if (onward === undefined) location.reload();
  else location.assign(onward);
}

/** What is written to an open question waits in the same way. */
function keepWords(event: Event): void {
  const form = event.target;
  const mark = questionnaire();
  if (!(form instanceof HTMLFormElement) || !(event instanceof CustomEvent) || mark === undefined) return;
  const waiting = { questionnaire: mark, address: form.dataset["autosave"] ?? form.action, body: String(event.detail.sent) };
  void (event.type === "attune:kept" ? forget(waiting) : keepHere(waiting).then((kept) => say(kept, kept)));
}

function pick(form: HTMLFormElement, key: string): boolean {
  const choice = [...form.querySelectorAll<HTMLInputElement>("input[type=radio][data-key]")].find(
    (input) => input.dataset["key"] === key,
  );
  if (choice === undefined) return false;
  choice.checked = true;
  choice.focus();
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function pressed(event: KeyboardEvent): void {
  const form = document.querySelector<HTMLFormElement>("form[data-answer]");
  if (form === null || form.inert || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest("textarea, select, input:not([type=radio])") !== null) return;
  if (event.key === "Enter") {
    // On a link or a button Enter does what it always does.
    if (target.closest("a, button, summary") !== null) return;
    event.preventDefault();
    form.requestSubmit();
  } else if (pick(form, event.key)) {
    event.preventDefault();
  }
}

/** Starts the questionnaire page. */
export function startAnswer(): void {
  document.addEventListener("keydown", pressed);
  document.addEventListener("attune:unreachable", keepWords);
  document.addEventListener("attune:kept", keepWords);
  void sendWaiting();
  window.addEventListener("online", () => {
    pause.end();
    void sendWaiting();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset["answer"] === undefined || underWay.has(form)) return;
    underWay.add(form);
    event.preventDefault();
    void send(form, event.submitter);
  });
  // Coming "back" to this page from the browser's memory: it can be answered again.
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
}
