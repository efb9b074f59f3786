import { parseFragment } from "../trusted";
import { redraw, type Card, type Point } from "./curve";

/* The drawing on the page and the form that keeps where its cards lie (`form[data-places]`, an autosaved one): one
   hidden field `place` ("ID X Y") for each card that was moved and is not kept yet. */

const SVG = "http://www.w3.org/2000/svg";
/** Width of the drawing in its own units. */
const WIDTH = 800;
const FURTHEST = 4000;

export function picture(): SVGSVGElement | null {
  return document.querySelector<SVGSVGElement>("#drawing svg.fig-wide");
}

function form(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>("form[data-places]");
}

/** Whether the person at the screen may draw here. */
export function mayDraw(): boolean {
  return form() !== null;
}

/** The card that something belongs to, by the factor's id. */
export function cardOf(target: EventTarget | null): SVGGElement | null {
  const inside = target instanceof Element ? target : null;
  const group = inside?.closest(".fig-card-link")?.querySelector<SVGGElement>("[data-factor]") ?? null;
  return group !== null && picture()?.contains(group) === true ? group : null;
}

export function idOf(card: Element): string {
  return card.getAttribute("data-factor") ?? "";
}

export function wordsOf(card: Element): string {
  // The card may show them broken and cut short.
  const option = document.querySelector(`#new-influence option[value="${idOf(card)}"]`);
  return (option?.textContent ?? card.querySelector(".fig-text")?.textContent ?? "").trim();
}

/** Where a card lies now, moved or not. */
export function placeOf(card: SVGGElement): Card {
  const rect = card.querySelector(".fig-card");
  const number = (name: string): number => Number(rect?.getAttribute(name) ?? 0);
  const [width, height] = [number("width"), number("height")];
  const [dx, dy] = (card.dataset["moved"] ?? "0 0").split(" ").map(Number);
  return { x: number("x") + width / 2 + (dx ?? 0), y: number("y") + height / 2 + (dy ?? 0), width, height };
}

/** A point of the screen in the drawing's own units. */
export function unitsAt(event: { clientX: number; clientY: number }): Point {
  const matrix = picture()?.getScreenCTM();
  if (matrix == null) return { x: 0, y: 0 };
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
  return { x: at.x, y: at.y };
}

/** Shows a card somewhere else, with its arrows. */
export function show(card: SVGGElement, at: Point): void {
  const here = placeOf(card);
  const x = Math.min(Math.max(at.x, here.width / 2), WIDTH - here.width / 2);
  const y = Math.min(Math.max(at.y, -FURTHEST), FURTHEST);
  const [dx, dy] = (card.dataset["moved"] ?? "0 0").split(" ").map(Number);
  const [movedX, movedY] = [(dx ?? 0) + x - here.x, (dy ?? 0) + y - here.y];
  card.dataset["moved"] = `${movedX} ${movedY}`;
  card.setAttribute("transform", `translate(${movedX.toFixed(1)} ${movedY.toFixed(1)})`);
  const id = idOf(card);
  for (const arrow of picture()?.querySelectorAll(`[data-from="${id}"], [data-to="${id}"]`) ?? []) {
    const [from, to] = [end(arrow, "data-from"), end(arrow, "data-to")];
    if (from !== null && to !== null) redraw(arrow, placeOf(from), placeOf(to));
  }
}

function end(arrow: Element, name: string): SVGGElement | null {
  return picture()?.querySelector<SVGGElement>(`[data-factor="${arrow.getAttribute(name) ?? ""}"]`) ?? null;
}

/** Asks for a card's place to be kept. */
export function keep(card: SVGGElement): void {
  const places = form();
  if (places === null) return;
  const { x, y } = placeOf(card);
  const id = idOf(card);
  let field = [...places.querySelectorAll<HTMLInputElement>('input[name="place"]')].find((known) => known.value.startsWith(`${id} `));
  if (field === undefined) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = "place";
    places.append(field);
  }
  field.value = `${id} ${Math.round(x)} ${Math.round(y)}`;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Every card gets a dot to draw from. */
export function addHandles(): void {
  if (!mayDraw()) return;
  for (const card of picture()?.querySelectorAll<SVGGElement>(".fig-card-link [data-factor]") ?? []) {
    if (card.querySelector(".fig-handle") !== null) continue;
    const rect = card.querySelector(".fig-card");
    const number = (name: string): number => Number(rect?.getAttribute(name) ?? 0);
    const handle = document.createElementNS(SVG, "circle");
    handle.setAttribute("class", "fig-handle");
    handle.setAttribute("cx", String(number("x") + number("width")));
    handle.setAttribute("cy", String(number("y") + number("height") / 2));
    handle.setAttribute("r", "7");
    card.append(handle);
  }
}

/** What was sent is kept: takes in the drawing as the program has it, unless a card has been moved since. */
export function takeIn(kept: CustomEvent<{ sent: URLSearchParams; html: string }>): void {
  const places = kept.target instanceof HTMLFormElement && kept.target.dataset["places"] !== undefined ? kept.target : null;
  if (places === null) return;
  const sent = new Set(kept.detail.sent.getAll("place"));
  for (const field of places.querySelectorAll<HTMLInputElement>('input[name="place"]')) if (sent.has(field.value)) field.remove();
  const moving = places.querySelector('input[name="place"]') !== null || document.querySelector(".fig-moving") !== null;
  if (moving || kept.detail.html === "") return;
  const focused = cardOf(document.activeElement);
  const fresh = parseFragment(kept.detail.html);
  for (const place of ["#undo", "svg.fig-wide", "svg.fig-narrow"]) {
    const [now, then] = [document.querySelector(`#drawing ${place}`), fresh.querySelector(place)];
    if (now !== null && then !== null) now.replaceWith(then);
  }
  addHandles();
  if (focused !== null) {
    picture()?.querySelector(`[data-factor="${idOf(focused)}"]`)?.closest<SVGAElement>("a")?.focus({ preventScroll: true });
  }
}
