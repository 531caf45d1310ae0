/** Resolves when everything that is committed is on the disk. */
export type LogSync = () => Promise<void>;

interface News {
  tell: () => void;
  /** Place in the event log that it is about. */
  pos: number | undefined;
  /** Of the commit it follows from; absent while that is under way. */
  commit?: number;
}

/** Commits on their way to the disk, and what follows from each of them once it is there. */
export class DiskLine {
  private readonly waiting: News[] = [];
  private committed = 0;
  private durable = 0;
  private running: Promise<void> | undefined;

  constructor(
    private readonly log: LogSync,
    /** What is committed stays so: a follower that fails must not look like a failed write. */
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Number of those that wait. */
  get length(): number {
    return this.waiting.length;
  }

  /** Events from this place on are not on the disk yet. */
  get firstPos(): number | undefined {
    return this.waiting.find(({ pos }) => pos !== undefined)?.pos;
  }

  add(tell: () => void, pos?: number): void {
    this.waiting.push({ tell, pos });
  }

  /** What was added since there were so many does not happen. */
  forget(length: number): void {
    this.waiting.length = length;
  }

  /** What was added since is told at once, wherever its commit is. */
  tellFrom(length: number): void {
    this.tell(this.waiting.splice(length));
  }

  /** A commit that is not on the disk yet. */
  hold(): void {
    this.committed += 1;
    for (const news of this.waiting) news.commit ??= this.committed;
  }

  /** All of it is on the disk. */
  release(): void {
    this.durable = this.committed;
    this.tell(this.waiting.splice(0));
  }

  /** What comes meanwhile waits for the next turn of the disk. */
  async soon(): Promise<void> {
    const wanted = this.committed;
    while (this.durable < wanted) await (this.running ??= this.turn());
  }

  private async turn(): Promise<void> {
    const reached = this.committed;
    try {
      await this.log();
    } finally {
      this.running = undefined;
    }
    this.durable = Math.max(this.durable, reached);
    const later = this.waiting.findIndex(({ commit }) => commit === undefined || commit > reached);
    this.tell(this.waiting.splice(0, later === -1 ? this.waiting.length : later));
  }

  private tell(news: readonly News[]): void {
    for (const { tell } of news) {
      try {
        tell();
      } catch (error) {
        this.failed(error);
      }
    }
  }
}
