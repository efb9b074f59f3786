// Every kind of page that links lead to.

/**
 * Follows the links of each page and visits one page of every kind: `/clients/ID/plan` of one client stands for that of
 * all others.
 *
 * @param {import("playwright-core").Page} page of somebody who is signed in, or came through a link
 * @param {string[]} starts paths; those that differ only in ids are all visited
 * @param {(kind: string) => Promise<void>} look what to do on each page
 * @returns {Promise<string[]>} the kinds of pages that were visited, in order
 */
export async function crawl(page, starts, look) {
  const waiting = [...starts];
  const seen = new Set();
  const found = new Set(starts.map(kindOf));
  while (waiting.length > 0) {
    const path = waiting.shift();
    if (seen.has(path)) continue;
    seen.add(path);
    const answer = await page.goto(path);
    // A file to show is no page; a link that says it is one to keep is not followed.
    if (!answer?.headers()["content-type"]?.startsWith("text/html")) continue;
    await look(kindOf(path), answer);
    for (const href of await page.locator("a[href]:not([download])").evaluateAll((links) => links.map((link) => link.getAttribute("href")))) {
      const { origin, pathname, search } = new URL(href, page.url());
      const kind = kindOf(pathname + search);
      if (origin !== new URL(page.url()).origin || found.has(kind)) continue;
      found.add(kind);
      waiting.push(pathname + search);
    }
  }
  return [...found];
}

/** `/clients/01a2…/plan/versions/2?then=review` is of the kind `/clients/ID/plan/versions/N?then`. Worksheets have names, and their pages are alike. */
export function kindOf(path) {
  const [pathname, search] = path.split("?");
  const kind = pathname.replace(/[0-9a-f]{32}/g, "ID").replace(/\/\d+(?=\/|$)/g, "/N").replace(/\/worksheets\/(?!new$)[a-z0-9-]+/, "/worksheets/WORKSHEET");
  const asked = [...new URLSearchParams(search).keys()];
  return asked.length === 0 ? kind : `${kind}?${asked.join("&")}`;
}
