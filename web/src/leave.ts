/** Two presses of Escape within this time mean: leave. */
const TWICE = 800;

/** How long an unsaved text may hold up the way out; nothing is to be seen meanwhile. */
const LAST_WORDS = 300;

function soon(work: Promise<void>): Promise<unknown> {
  return Promise.race([work, new Promise((resolve) => setTimeout(resolve, LAST_WORDS))]);
}

/** Empties the screen at once, lets `before` keep a text, signs out, and goes to a neutral page. */
async function leave(link: HTMLAnchorElement, before: () => Promise<void>): Promise<void> {
  document.title = "";
  document.body.hidden = true;
  await soon(before());
  const signOut = link.dataset["signOut"];
  if (signOut !== undefined) navigator.sendBeacon(signOut);
  // Replaced, not followed: "back" does not lead here.
  location.replace(link.href);
}

/** Starts `<a data-leave href="…">`; `before` runs first and must not ask anything. Without script it is an
 *  ordinary link to the same place. */
export function startLeave(before: () => Promise<void>): void {
  const find = (): HTMLAnchorElement | null => document.querySelector<HTMLAnchorElement>("a[data-leave]");
  let lastEscape = -Infinity;
  document.addEventListener("click", (event) => {
    const link = find();
    if (link === null || !(event.target instanceof Node) || !link.contains(event.target)) return;
    event.preventDefault();
    void leave(link, before);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    const link = find();
    if (link !== null && event.timeStamp - lastEscape < TWICE) void leave(link, before);
    lastEscape = event.timeStamp;
  });
}

/** Starts the form that signs out: `before` runs first. */
export function startSignOut(before: () => Promise<void>): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || new URL(form.action).pathname !== "/portal/sign-out") return;
    event.preventDefault();
    void soon(before()).then(() => form.submit());
  });
}
