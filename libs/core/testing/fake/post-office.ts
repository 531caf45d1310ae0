/** Runs what happens in the world one thing after the other, each in a later turn than the call that caused it. */
export class PostOffice {
  private tail: Promise<void> = Promise.resolve();
  private failure: unknown;

  constructor(private readonly done: () => void) {}

  post(task: () => void): void {
    this.tail = this.tail.then(() => this.run(task));
  }

  /** Resolves when nothing is under way any more; rejects with the first thing that went wrong in the world. */
  async settled(): Promise<void> {
    let seen: Promise<void> | undefined;
    while (seen !== this.tail) {
      seen = this.tail;
      await seen;
    }
    if (this.failure !== undefined) throw this.failure as Error;
  }

  private run(task: () => void): void {
    try {
      task();
    } catch (error) {
      this.failure ??= error;
    }
    this.done();
  }
}
