/** Two presses of Escape within this time mean: leave. */
const TWICE = 800;

/** Leaves for a neutral page, signs out on the way, and leaves nothing to see while that page loads. */
function leave(link: HTMLAnchorElement, before: () => void): void {
  before();
  const signOut = link.dataset["signOut"];
  if (signOut !== undefined) navigator.sendBeacon(signOut);
  document.title = "";
  document.body.hidden = true;
  // Replaced, not followed: "back" does not lead here.
  location.replace(link.href);
}

/** Starts `<a data-leave href="…">`; `before` runs first and must not ask anything. Without script it is an
 *  ordinary link to the same place. */
export function startLeave(before: () => void): void {
  const find = (): HTMLAnchorElement | null => document.querySelector<HTMLAnchorElement>("a[data-leave]");
  let lastEscape = -Infinity;
  document.addEventListener("click", (event) => {
    const link = find();
    if (link === null || !(event.target instanceof Node) || !link.contains(event.target)) return;
    event.preventDefault();
    leave(link, before);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    const link = find();
    if (link !== null && event.timeStamp - lastEscape < TWICE) leave(link, before);
    lastEscape = event.timeStamp;
  });
}
