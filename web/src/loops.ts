/** Pointing at a sentence `[data-loop="2"]` lights the edges `.fig-loop-2` of the formulation, and only those. */
function light(sentence: Element, lit: boolean): void {
  const loop = sentence.getAttribute("data-loop") ?? "";
  sentence.classList.toggle("is-lit", lit);
  if (!/^[\w-]+$/.test(loop)) return;
  for (const edge of document.querySelectorAll(`svg .fig-loop-${loop}`)) edge.classList.toggle("is-lit", lit);
}

function sentenceOf(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest("[data-loop]") : null;
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
