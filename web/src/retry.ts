/** How long to wait before trying again: 2, 4, 8 ... at most 60 seconds. `attempt` counts from 0. */
export function retryDelay(attempt: number): number {
  return Math.min(60_000, 2_000 * 2 ** Math.min(attempt, 5));
}

/** A pause that somebody may end early. */
export class Pause {
  #end: () => void = () => {};

  /** Resolves after `milliseconds`, or as soon as `end` is called. */
  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Ends the pause that is under way, if any. */
  end(): void {
    this.#end();
  }
}
