/** Two presses of Escape within this time mean: leave. */
const TWICE = 800;

/** How long an unsaved text may hold up the way out; nothing is to be seen meanwhile. */
const LAST_WORDS = 300;

/** Empties the screen at once, lets `before` keep a text, signs out, and goes to a neutral page. */
async function leave(link: HTMLAnchorElement, before: () => Promise<void>): Promise<void> {
  document.title = "";
  document.body.hidden = true;
  await Promise.race([before(), new Promise((resolve) => setTimeout(resolve, LAST_WORDS))]);
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
