import { Pause, retryDelay } from "./retry";

/** What the server made of one attempt to keep a text. */
export type Outcome = "kept" | "conflict" | "refused" | "signed-out" | "unreachable";

/** Where the text on the screen stands. `waiting`: changed, and not yet asked to be kept. */
export type Standing = Outcome | "waiting";

/** What a keeper needs from the page it works for. */
export interface Desk<Snapshot> {
  /** The text as it is now, with the version it is based on and an id that makes a repeated attempt harmless. */
  read(): Snapshot;
  /** One attempt. Answers, never throws. */
  send(snapshot: Snapshot): Promise<Outcome>;
  show(standing: Standing): void;
}

/** How long to wait until somebody has stopped typing. */
const QUIET = 1_500;
/** Somebody who never stops typing is kept all the same, every so many rounds of waiting. */
const PATIENCE = 10;

/** Keeps a text as it is written: one attempt at a time, and a failed attempt is repeated unchanged (same text,
 *  same id) until the server has answered, so that a lost answer can never turn into a conflict with oneself. */
export class Keeper<Snapshot> {
  readonly #desk: Desk<Snapshot>;
  readonly #pause = new Pause();
  #edits = 0;
  #kept = 0;
  #hurry = false;
  #standing: Standing = "kept";
  #working: Promise<void> | undefined;
  #waiting: (() => void)[] = [];

  constructor(desk: Desk<Snapshot>) {
    this.#desk = desk;
  }

  /** Whether something on the screen would be lost by leaving now. */
  get unsaved(): boolean {
    return this.#edits !== this.#kept;
  }

  /** Somebody typed. */
  changed(): void {
    this.#edits += 1;
    // After a conflict the person chooses between two texts; nothing is sent behind their back.
    if (this.#standing === "conflict") return;
    if (this.#standing === "kept" || this.#standing === "refused") this.#show("waiting");
    this.#working ??= this.#work().finally(() => (this.#working = undefined));
  }

  /** Try at once instead of waiting: the page is about to be hidden, or the connection is back. */
  hurry(): void {
    if (this.#working === undefined) return;
    this.#hurry = true;
    this.#pause.end();
  }

  /** Tries at once and says where that leaves us. Does not wait for a connection to come back. */
  async settle(): Promise<Standing> {
    if (this.#working === undefined) return this.#standing;
    this.hurry();
    do {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } while (this.#standing === "waiting");
    return this.#standing;
  }

  #show(standing: Standing): void {
    this.#standing = standing;
    this.#desk.show(standing);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  async #work(): Promise<void> {
    while (this.unsaved) {
      await this.#untilQuiet();
      const edits = this.#edits;
      const outcome = await this.#deliver(this.#desk.read());
      if (outcome === "kept") this.#kept = edits;
      const moreToDo = outcome !== "conflict" && edits !== this.#edits;
      this.#show(moreToDo ? "waiting" : outcome);
      if (!moreToDo) return;
    }
  }

  async #untilQuiet(): Promise<void> {
    for (let round = 0; round < PATIENCE && !this.#hurry; round += 1) {
      const before = this.#edits;
      await this.#pause.wait(QUIET);
      if (before === this.#edits) break;
    }
    this.#hurry = false;
  }

  async #deliver(snapshot: Snapshot): Promise<"kept" | "conflict" | "refused"> {
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await this.#desk.send(snapshot);
      if (outcome !== "unreachable" && outcome !== "signed-out") return outcome;
      this.#show(outcome);
      await this.#pause.wait(retryDelay(attempt));
      this.#hurry = false;
    }
  }
}
