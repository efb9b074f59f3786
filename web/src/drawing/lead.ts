import { announce } from "../announce";
import { idOf, picture, wordsOf } from "./board";

/* Drawing an influence from one card to another: the page's own form for it, opened where the eye is. */

/** Opens the form with both ends chosen; an arrow that is there already is changed instead. */
export function lead(from: Element, to: Element): void {
  const [start, end] = [idOf(from), idOf(to)];
  if (start === end) return;
  const known = picture()?.querySelector(`[data-from="${start}"][data-to="${end}"]`)?.closest<SVGAElement>("a.fig-edge-link");
  if (known != null) {
    location.assign(known.href.baseVal);
    return;
  }
  const form = document.querySelector<HTMLFormElement>("#new-influence form");
  const home = form?.parentElement ?? null;
  if (form === null || home === null) return;
  choose(form, "from", start);
  choose(form, "to", end);
  const dialog = document.createElement("dialog");
  dialog.className = "sheet fig-dialog";
  dialog.setAttribute("aria-labelledby", "lead-title");
  const title = document.createElement("h2");
  title.id = "lead-title";
  title.textContent = `From “${wordsOf(from)}” to “${wordsOf(to)}”`;
  const leave = document.createElement("button");
  leave.type = "button";
  leave.className = "button button-quiet";
  leave.textContent = "Leave it";
  leave.addEventListener("click", () => dialog.close());
  dialog.append(title, form);
  form.querySelector(".button-row")?.append(" ", leave);
  dialog.addEventListener("close", () => {
    leave.remove();
    home.append(form);
    dialog.remove();
    from.closest<SVGAElement>("a")?.focus({ preventScroll: true });
  });
  document.getElementById("drawing")?.append(dialog);
  dialog.showModal();
  form.querySelector<HTMLSelectElement>('[name="sign"]')?.focus();
}

function choose(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLSelectElement) field.value = value;
}

let from: Element | null = null;

/** By keyboard, first step: this is where it leads from. */
export function leadFrom(card: Element): void {
  stopLeading();
  from = card;
  card.classList.add("fig-leading");
  announce(`Leading from ${wordsOf(card)} to ... Go to another card and press Enter. Escape ends.`);
}

/** Second step: to here. False when nothing is being led. */
export function leadTo(card: Element): boolean {
  const start = from;
  if (start === null || idOf(start) === idOf(card)) return false;
  stopLeading();
  lead(start, card);
  return true;
}

export function stopLeading(): void {
  from?.classList.remove("fig-leading");
  from = null;
}
