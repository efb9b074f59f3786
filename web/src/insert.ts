import { announce } from "./announce";

/* <button data-insert="ID of a select" data-into="ID of a textarea"> adds the text of the chosen option where the
   cursor is, without sending the form. Only ever adds: what is selected stays. */

function insert(button: HTMLElement): boolean {
  const select = document.getElementById(button.dataset["insert"] ?? "");
  const area = document.getElementById(button.dataset["into"] ?? "");
  if (!(select instanceof HTMLSelectElement) || !(area instanceof HTMLTextAreaElement)) return false;
  const piece = select.selectedOptions[0]?.dataset["text"];
  if (piece === undefined) return false;
  // A cursor that was never set stands at the beginning; what is added belongs after what was written.
  const at = area.dataset["touched"] === undefined ? area.value.length : area.selectionEnd;
  const before = area.value.slice(0, at);
  const text = gap(before) + piece;
  area.setRangeText(text, at, at, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
  announce("Added");
  return true;
}

/** An empty line between what is there and what is added. */
function gap(before: string): string {
  if (before.trim() === "" || before.endsWith("\n\n")) return "";
  return before.endsWith("\n") ? "\n" : "\n\n";
}

/** Starts every such button, also those that arrive later. */
export function startInsert(): void {
  document.addEventListener("focusin", (event) => {
    if (event.target instanceof HTMLTextAreaElement) event.target.dataset["touched"] = "";
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-insert]") : null;
    if (button !== null && insert(button)) event.preventDefault();
  });
}
