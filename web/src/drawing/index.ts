import { announce } from "../announce";
import { addHandles, cardOf, idOf, keep, mayDraw, picture, placeOf, show, takeIn, unitsAt, wordsOf } from "./board";
import { lead, leadFrom, leadTo, stopLeading } from "./lead";
import { startSaving } from "./save";

/* Drawing with a hand: cards are dragged or moved with the arrow keys, influences drawn from card to card. Everything
   here can also be done in the tables and pages without it. */

const SVG = "http://www.w3.org/2000/svg";
/** A hand that trembles by less does not drag. */
const TREMBLE = 4;

interface Gesture {
  readonly card: SVGGElement;
  readonly pointer: number;
  readonly began: { readonly x: number; readonly y: number };
  readonly centre: { readonly x: number; readonly y: number };
  /** The line being drawn, when an influence is. */
  readonly line: SVGLineElement | null;
  moved: boolean;
}

let gesture: Gesture | null = null;
/** The click that ends a drag does not open the card. */
let swallow = false;

function down(event: PointerEvent): void {
  const card = cardOf(event.target);
  if (card === null || !mayDraw() || event.button !== 0 || gesture !== null) return;
  swallow = false;
  const drawing = event.target instanceof Element && event.target.closest(".fig-handle") !== null;
  const place = placeOf(card);
  let line: SVGLineElement | null = null;
  if (drawing) {
    line = document.createElementNS(SVG, "line");
    line.setAttribute("class", "fig-edge fig-drawn");
    line.setAttribute("x1", String(place.x + place.width / 2));
    line.setAttribute("y1", String(place.y));
    picture()?.append(line);
  }
  gesture = { card, pointer: event.pointerId, began: unitsAt(event), centre: place, line, moved: false };
}

function move(event: PointerEvent): void {
  if (gesture === null || event.pointerId !== gesture.pointer) return;
  const at = unitsAt(event);
  const [dx, dy] = [at.x - gesture.began.x, at.y - gesture.began.y];
  if (!gesture.moved && Math.hypot(dx, dy) < TREMBLE) return;
  gesture.moved = true;
  event.preventDefault();
  if (gesture.line === null) {
    gesture.card.classList.add("fig-moving");
    show(gesture.card, { x: gesture.centre.x + dx, y: gesture.centre.y + dy });
  } else {
    gesture.line.setAttribute("x2", String(at.x));
    gesture.line.setAttribute("y2", String(at.y));
  }
}

function up(event: PointerEvent): void {
  const done = gesture;
  if (done === null || event.pointerId !== done.pointer) return;
  gesture = null;
  done.line?.remove();
  done.card.classList.remove("fig-moving");
  swallow = done.moved || done.line !== null;
  if (!done.moved) return;
  if (event.type === "pointercancel") {
    if (done.line === null) show(done.card, done.centre);
  } else if (done.line === null) {
    keep(done.card);
  } else {
    const target = cardOf(document.elementFromPoint(event.clientX, event.clientY));
    if (target !== null) lead(done.card, target);
  }
}

const SIDES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function key(event: KeyboardEvent): void {
  const card = cardOf(event.target);
  if (card === null || !mayDraw() || event.ctrlKey || event.metaKey || event.altKey) return;
  const side = SIDES[event.key];
  if (side !== undefined) {
    const [step, place] = [event.shiftKey ? 50 : 10, placeOf(card)];
    show(card, { x: place.x + side[0] * step, y: place.y + side[1] * step });
    keep(card);
  } else if (event.key === "l" || event.key === "L") {
    leadFrom(card);
  } else if (event.key === "Escape") {
    stopLeading();
  } else if (event.key === "Delete") {
    announce(`Taking out ${wordsOf(card)}`);
    document.querySelector<HTMLFormElement>(`form[data-remove="${idOf(card)}"]`)?.requestSubmit();
  } else if (event.key !== "Enter" || !leadTo(card)) {
    return;
  }
  event.preventDefault();
}

/** Starts on every page that shows a drawing. */
export function startDrawing(): void {
  addHandles();
  startSaving();
  document.addEventListener("pointerdown", down);
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", up);
  document.addEventListener("pointercancel", up);
  // A link is dragged by the browser unless it is told not to.
  document.addEventListener("dragstart", (event) => cardOf(event.target) !== null && event.preventDefault());
  document.addEventListener("click", (event) => {
    if (swallow && cardOf(event.target) !== null) event.preventDefault();
    swallow = false;
  });
  document.addEventListener("keydown", key);
  document.addEventListener("attune:kept", (event) => takeIn(event as CustomEvent));
}
