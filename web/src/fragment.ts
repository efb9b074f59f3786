import htmx from "htmx.org";
import { parseFragment } from "./trusted";

/** Puts a fragment from the server in place of what `target` holds, with its htmx attributes at work. */
export function fill(target: Element, html: string): void {
  target.replaceChildren(parseFragment(html));
  htmx.process(target);
}
