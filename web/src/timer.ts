/* A quiet timer for `<p data-timer>`: one button, then "begun 14:02, 12 minutes". Changes once a minute, says
   nothing aloud, warns of nothing. When it began is kept with this page in the history of the tab, so that it goes
   on after a reload; nothing is put into the browser's storage. */

const MINUTE = 60_000;

function began(): number | undefined {
  const state: unknown = history.state;
  if (typeof state !== "object" || state === null || !("timerBegan" in state)) return undefined;
  return typeof state.timerBegan === "number" ? state.timerBegan : undefined;
}

function remember(moment: number | undefined): void {
  const state: unknown = history.state;
  history.replaceState({ ...(typeof state === "object" ? state : null), timerBegan: moment }, "");
}

function words(since: number, now: number): string {
  const minutes = Math.max(0, Math.floor((now - since) / MINUTE));
  const clock = new Date(since).toLocaleTimeString(document.documentElement.lang || undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `begun ${clock}, ${minutes} ${minutes === 1 ? "minute" : "minutes"} `;
}

function show(place: HTMLElement): void {
  const since = began();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-plain";
  button.textContent = since === undefined ? "Start a quiet timer" : "stop";
  button.addEventListener("click", () => {
    remember(began() === undefined ? Date.now() : undefined);
    show(place);
    place.querySelector("button")?.focus();
  });
  place.replaceChildren(...(since === undefined ? [button] : [words(since, Date.now()), button]));
}

function tick(place: HTMLElement): void {
  const since = began();
  const text = place.firstChild;
  if (since !== undefined && text instanceof Text) text.data = words(since, Date.now());
}

/** Starts the timer of this page, if it has a place for one. */
export function startTimer(): void {
  const place = document.querySelector<HTMLElement>("[data-timer]");
  if (place === null) return;
  show(place);
  setInterval(() => tick(place), MINUTE / 4);
}
