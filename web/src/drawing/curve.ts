/* The way of an arrow while its card is being moved. The program draws it anew, around other cards, once the place is
   kept; until then a plain curve in the same manner (crates/figures/src/network/route.rs) shows where it goes. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A card: its centre and its size. */
export interface Card extends Point {
  readonly width: number;
  readonly height: number;
}

const BEND = 0.18;
const AIR = 4;
const STEPS = 96;

function inside(card: Card, at: Point): boolean {
  return Math.abs(at.x - card.x) <= card.width / 2 + AIR && Math.abs(at.y - card.y) <= card.height / 2 + AIR;
}

/** Points along the curve from the edge of one card to the edge of the other; none where the cards hide it. */
function points(from: Card, to: Card): Point[] {
  const bend = {
    x: (from.x + to.x) / 2 - (to.y - from.y) * BEND,
    y: (from.y + to.y) / 2 + (to.x - from.x) * BEND,
  };
  const all = Array.from({ length: STEPS + 1 }, (_, step) => {
    const t = step / STEPS;
    const [u, v, w] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
    return { x: u * from.x + v * bend.x + w * to.x, y: u * from.y + v * bend.y + w * to.y };
  });
  return all.filter((at) => !inside(from, at) && !inside(to, at));
}

function path(line: readonly Point[]): string {
  return line.map((at, index) => `${index === 0 ? "M" : "L"}${at.x.toFixed(1)} ${at.y.toFixed(1)}`).join("");
}

/** Redraws one arrow (`.fig-influence`) between two cards. */
export function redraw(arrow: Element, from: Card, to: Card): void {
  const line = points(from, to);
  const [end, before] = [line.at(-1), line.at(-4) ?? line[0]];
  arrow.classList.toggle("fig-hidden", end === undefined || before === undefined || line.length < 4);
  if (end === undefined || before === undefined) return;
  const stroke = arrow.querySelector(".fig-edge");
  const width = Number(stroke?.getAttribute("stroke-width") ?? 1);
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const [x, y] = [(end.x - before.x) / length, (end.y - before.y) / length];
  const head = arrow.querySelector(".fig-edge-head");
  const room = 8 + 1.3 * width;
  const back = { x: end.x - x * room, y: end.y - y * room };
  const shown = head === null ? line : line.filter((at) => Math.hypot(at.x - end.x, at.y - end.y) >= room * 0.8);
  stroke?.setAttribute("d", path(shown));
  arrow.querySelector(".fig-edge-reach")?.setAttribute("d", path(line));
  const half = room * 0.42;
  const left = { x: back.x - y * half, y: back.y + x * half };
  const right = { x: back.x + y * half, y: back.y - x * half };
  head?.setAttribute("d", `${path([end, left, right])}Z`);
  const bar = arrow.querySelector(".fig-edge-bar");
  const reach = 5.5 + 0.6 * width;
  for (const [name, value] of [
    ["x1", end.x - y * reach],
    ["y1", end.y + x * reach],
    ["x2", end.x + y * reach],
    ["y2", end.y - x * reach],
  ] as const) bar?.setAttribute(name, value.toFixed(1));
}
