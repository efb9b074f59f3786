// What a page costs a phone on a poor line: how much comes over it, and how long until it can be used.

/** Slow 3G as phones have it in the country: 400 kbit/s, 400 ms there and back, and a processor a quarter as fast. */
const SLOW = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };

/**
 * What one page loads when nothing is kept from before.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} path
 * @returns {Promise<{ bytes: number, parts: string[] }>} as it came over the line, headers included; the parts heaviest
 *   first
 */
export async function weight(page, path) {
  const debug = await page.context().newCDPSession(page);
  await debug.send("Network.enable");
  await debug.send("Network.setCacheDisabled", { cacheDisabled: true });
  const addresses = new Map();
  const parts = [];
  debug.on("Network.requestWillBeSent", ({ requestId, request }) => addresses.set(requestId, new URL(request.url).pathname));
  debug.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => parts.push({ path: addresses.get(requestId), bytes: encodedDataLength }));
  await page.goto(path, { waitUntil: "networkidle" });
  await debug.detach();
  parts.sort((one, other) => other.bytes - one.bytes);
  return { bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0), parts: parts.map(({ path, bytes }) => `${bytes} ${path}`) };
}

/** Makes a window slow from now on. Resolves with what makes it quick again. */
export async function slowDown(page) {
  const debug = await page.context().newCDPSession(page);
  await debug.send("Network.enable");
  await debug.send("Network.emulateNetworkConditions", SLOW);
  await debug.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  return async () => {
    await debug.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    await debug.detach();
  };
}

/**
 * Opens a page and says when its words were painted and when its script was ready too. Every form works without the
 * script, so a page can be used from the first of the two on.
 *
 * @returns {Promise<{ arrived: number, painted: number, ready: number }>} milliseconds since the page was asked for; `arrived`:
 *   its own HTML. Setting up a connection is not in them: the emulated line adds its delay to requests only.
 */
export async function usable(page, path) {
  await page.goto(path, { waitUntil: "load" });
  return page.evaluate(async () => {
    const painted = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
    while (painted() === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    const [navigation] = performance.getEntriesByType("navigation");
    const { responseEnd, domContentLoadedEventEnd } = navigation;
    const [arrived, ready] = [responseEnd, Math.max(painted(), domContentLoadedEventEnd)];
    return { arrived: Math.round(arrived), painted: Math.round(painted()), ready: Math.round(ready) };
  });
}

/** Milliseconds from now, when something is sent, until the next page has painted its words. */
export async function untilNextPage(page, send) {
  // The name of a window outlives its pages.
  await page.evaluate(() => document.addEventListener("submit", () => (window.name = String(Date.now())), { capture: true }));
  await send();
  return page.evaluate(async () => {
    const painted = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
    while (painted() === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    return Math.round(performance.timeOrigin + painted() - Number(window.name));
  });
}
