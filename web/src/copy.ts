import { announce } from "./announce";

/** How long the button says that it has copied. */
const SHOWN = 2_500;

/** Copies what the element named by `data-copy` holds: a field's value, or an element's text. */
async function copy(button: HTMLElement): Promise<void> {
  const source = document.getElementById(button.dataset["copy"] ?? "");
  if (source === null) return;
  const text = source instanceof HTMLInputElement ? source.value : (source.textContent ?? "");
  try {
    await navigator.clipboard.writeText(text.trim());
    say(button, "Copied");
  } catch {
    // Without leave to use the clipboard, the text is selected so that one key copies it.
    if (source instanceof HTMLInputElement) source.select();
    else getSelection()?.selectAllChildren(source);
    say(button, "Selected: copy it now");
  }
}

function say(button: HTMLElement, words: string): void {
  const before = (button.dataset["label"] ??= button.textContent ?? "");
  button.textContent = words;
  announce(words);
  setTimeout(() => (button.textContent = before), SHOWN);
}

/** Starts every `<button data-copy="ID">`, also those that arrive later. */
export function startCopy(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy]") : null;
    if (button !== null) void copy(button);
  });
}
