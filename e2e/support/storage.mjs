// What a page of ours has left in the browser's storage.

/**
 * @param {import("playwright-core").Page} page on a page of ours
 * @returns {Promise<{ rows: number, text: string, extractable: boolean | undefined }>} how many things are kept; all that
 *   can be read of everything in every kind of storage; and whether a key could be taken out
 */
export function stored(page) {
  return page.evaluate(async () => {
    const asked = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const readable = (value) => {
      if (value instanceof CryptoKey) return "";
      if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return String.fromCharCode(...new Uint8Array(value.buffer ?? value));
      if (value !== null && typeof value === "object") return Object.entries(value).map(([name, inner]) => `${name} ${readable(inner)}`).join(" ");
      return String(value);
    };
    let rows = 0;
    let text = JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage });
    let extractable;
    for (const { name } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        for (const value of await asked(database.transaction(store).objectStore(store).getAll())) {
          if (value instanceof CryptoKey) extractable = value.extractable;
          else rows += 1;
          text += `${name} ${store} ${readable(value)}`;
        }
      }
      database.close();
    }
    for (const cache of await caches.keys()) text += cache;
    return { rows, text, extractable };
  });
}
