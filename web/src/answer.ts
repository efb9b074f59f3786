import { Pause, retryDelay } from "./retry";

/* One item a screen, in <form data-answer>. Keys pick an answer, Enter continues. If the connection fails, the
   answer waits on this page and is sent again by itself; the hidden `entry_id` in the form makes sending twice
   harmless. Without script the form is an ordinary form. */

/** A server that has not answered by now counts as no connection. */
const PATIENCE = 15_000;

const pause = new Pause();
const underWay = new WeakSet<HTMLFormElement>();

/** What the form sends, with the button that was pressed. */
function bodyOf(form: HTMLFormElement, submitter: HTMLElement | null): URLSearchParams {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  if (submitter instanceof HTMLButtonElement && submitter.name !== "") body.append(submitter.name, submitter.value);
  return body;
}

/** What became of one attempt: arrived and leads on, arrived and was not taken as it is, or not arrived. */
type Delivery = { readonly kind: "onward"; readonly address: string } | { readonly kind: "answered" } | { readonly kind: "lost" };

async function deliver(form: HTMLFormElement, address: string, body: URLSearchParams): Promise<Delivery> {
  try {
    const answer = await fetch(address, { method: form.method, body, signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status >= 500 || answer.status === 429) return { kind: "lost" };
    return answer.redirected ? { kind: "onward", address: answer.url } : { kind: "answered" };
  } catch {
    return { kind: "lost" };
  }
}

/** Sends until it has arrived. The message `[data-offline]` is in the page, in the client's language. */
async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const address = (submitter instanceof HTMLButtonElement && submitter.getAttribute("formaction")) || form.action;
  const body = bodyOf(form, submitter);
  const message = document.querySelector<HTMLElement>("[data-offline]");
  form.inert = true;
  for (let attempt = 0; ; attempt += 1) {
    const delivery = await deliver(form, address, body);
    if (message !== null) message.hidden = delivery.kind !== "lost";
    if (delivery.kind === "onward") return location.assign(delivery.address);
    if (delivery.kind === "answered") return sendPlainly(form, submitter);
    await pause.wait(retryDelay(attempt));
  }
}

/** The server wants to say something about this answer: the browser sends the form again and shows that page. */
function sendPlainly(form: HTMLFormElement, submitter: HTMLElement | null): void {
  form.inert = false;
  form.requestSubmit(submitter);
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
  window.addEventListener("online", () => pause.end());
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
