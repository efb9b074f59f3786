/* Answers that could not be sent yet, on this device: sealed with AES-GCM under a key that scripts can use and nobody
   can read out, in the browser's database. At most a day, and gone once sent, on "leave quickly" and on signing out.
   Who holds the unlocked phone and opens this very page can send them, as they could have pressed the button; who looks
   through the browser's storage finds no word. */

/** How long an answer may wait here. */
export const A_DAY = 24 * 60 * 60 * 1000;

/** Something to send, and to which questionnaire it belongs. */
export interface Waiting {
  readonly questionnaire: string;
  readonly address: string;
  readonly body: string;
}

interface Row {
  readonly id: string;
  readonly at: number;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

const DATABASE = "attune-waiting";
const ROWS = "rows";
const KEYS = "keys";

/** Whether something that was kept then is to be removed now. A clock that was put far back counts as well. */
export function tooOld(at: number, now: number): boolean {
  return Math.abs(now - at) >= A_DAY;
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser's database refused"));
  });
}

function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("the browser's database refused"));
  });
}

async function withDatabase<T>(use: (database: IDBDatabase) => Promise<T>): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(ROWS, { keyPath: "id" });
    opening.result.createObjectStore(KEYS);
  };
  const database = await asked(opening);
  try {
    return await use(database);
  } finally {
    database.close();
  }
}

async function keyOf(database: IDBDatabase): Promise<CryptoKey | undefined> {
  return asked<CryptoKey | undefined>(database.transaction(KEYS).objectStore(KEYS).get(KEYS));
}

async function keyMade(database: IDBDatabase): Promise<CryptoKey> {
  const known = await keyOf(database);
  if (known !== undefined) return known;
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const adding = database.transaction(KEYS, "readwrite");
  adding.objectStore(KEYS).put(fresh, KEYS);
  await done(adding);
  return fresh;
}

/** One place for one answer: what is given there later takes its place. */
export function placeOf({ questionnaire, address }: Waiting): string {
  return `${questionnaire} ${address}`;
}

/** Keeps it. False if this browser cannot, for example in a private window of some. */
export async function keep(waiting: Waiting, now = Date.now()): Promise<boolean> {
  try {
    await withDatabase(async (database) => {
      const key = await keyMade(database);
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(waiting)));
      const writing = database.transaction(ROWS, "readwrite");
      writing.objectStore(ROWS).put({ id: placeOf(waiting), at: now, iv, sealed } satisfies Row);
      await done(writing);
    });
    return true;
  } catch {
    return false;
  }
}

/** What waits for this questionnaire, in the order it was given. Removes what is too old, whosever it is. */
export async function waitingFor(questionnaire: string | undefined, now = Date.now()): Promise<Waiting[]> {
  try {
    const known = await indexedDB.databases?.();
    if (known !== undefined && !known.some(({ name }) => name === DATABASE)) return [];
    return await withDatabase((database) => opened(database, questionnaire, now));
  } catch {
    return [];
  }
}

async function opened(database: IDBDatabase, questionnaire: string | undefined, now: number): Promise<Waiting[]> {
  const [key, rows] = await Promise.all([keyOf(database), asked<Row[]>(database.transaction(ROWS).objectStore(ROWS).getAll())]);
  const removing = database.transaction(ROWS, "readwrite");
  for (const row of rows) if (tooOld(row.at, now)) removing.objectStore(ROWS).delete(row.id);
  await done(removing);
  const mine = rows.filter((row) => !tooOld(row.at, now) && row.id.startsWith(`${questionnaire} `)).sort((a, b) => a.at - b.at);
  if (key === undefined || questionnaire === undefined) return [];
  return Promise.all(mine.map(async ({ iv, sealed }) => JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed))) as Waiting));
}

/** Forgets one answer: it has arrived. */
export async function forget(waiting: Waiting): Promise<void> {
  await withDatabase(async (database) => {
    const removing = database.transaction(ROWS, "readwrite");
    removing.objectStore(ROWS).delete(placeOf(waiting));
    await done(removing);
  }).catch(() => {});
}

/** Forgets everything, the key included. */
export async function forgetAll(): Promise<void> {
  await new Promise<void>((resolve) => {
    const removing = indexedDB.deleteDatabase(DATABASE);
    removing.onsuccess = removing.onerror = () => resolve();
  }).catch(() => {});
}
