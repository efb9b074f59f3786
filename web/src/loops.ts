/** Pointing at a sentence `[data-loop-name="2"]` lights what carries `.fig-loop-2` in the drawing beside it, and only that. */
function light(sentence: Element, lit: boolean): void {
  const loop = sentence.getAttribute("data-loop-name") ?? "";
  if (!/^[0-9]+$/.test(loop)) return;
  for (const part of document.querySelectorAll(`svg .fig-loop-${loop}`)) {
    part.classList.toggle("fig-lit", lit);
    part.closest("svg")?.classList.toggle("fig-dim", lit);
  }
}

function sentenceOf(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest("[data-loop-name]") : null;
}

/** Starts listening, also for sentences that arrive later. */
export function startLoops(): void {
  const on = (event: Event): void => {
    const sentence = sentenceOf(event.target);
    if (sentence !== null) light(sentence, true);
  };
  const off = (event: MouseEvent | FocusEvent): void => {
    const sentence = sentenceOf(event.target);
    if (sentence !== null && sentenceOf(event.relatedTarget) !== sentence) light(sentence, false);
  };
  document.addEventListener("mouseover", on);
  document.addEventListener("mouseout", off);
  document.addEventListener("focusin", on);
  document.addEventListener("focusout", off);
}
