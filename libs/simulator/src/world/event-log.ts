import type { Clock } from './clock.js';
import type { EventName, EventOf, WorldEvent, WorldEvents } from './events.js';

export type Follower = (event: WorldEvent) => void;

/**
 * The world's numbered, append-only record. Followers hear events in the order of their numbers, each event in the
 * order the followers joined, and before the outermost `append` returns: what a follower appends is told afterwards.
 */
export class EventLog {
  #events: WorldEvent[] = [];
  #followers: Follower[] = [];
  #last = 0;
  readonly #untold: WorldEvent[] = [];
  #telling = false;

  /** @param kept how many events stay readable; older ones are dropped, numbers go on */
  constructor(
    private readonly clock: Clock,
    private readonly kept = 200_000,
  ) {}

  append<N extends EventName>(name: N, data: WorldEvents[N]): void {
    const event = { n: ++this.#last, at: this.clock.now(), name, data } as WorldEvent;
    this.#events.push(event);
    if (this.#events.length > this.kept) this.#events.splice(0, this.kept / 10);
    this.#untold.push(event);
    if (!this.#telling) this.#tell();
  }

  follow(follower: Follower): () => void {
    this.#followers = [...this.#followers, follower];
    return () => {
      this.#followers = this.#followers.filter((other) => other !== follower);
    };
  }

  on<N extends EventName>(name: N, listener: (data: WorldEvents[N], event: EventOf<N>) => void): () => void {
    return this.follow((event) => {
      if (event.name === name) listener(event.data as WorldEvents[N], event as EventOf<N>);
    });
  }

  /** Events after number `n`, oldest first. */
  since(n = 0): readonly WorldEvent[] {
    const at = this.#events.findIndex((event) => event.n > n);
    return at < 0 ? [] : this.#events.slice(at);
  }

  get last(): number {
    return this.#last;
  }

  /** Numbers continue after `n`, for a world that was loaded. */
  continueFrom(n: number): void {
    this.#last = Math.max(this.#last, n);
  }

  #tell(): void {
    this.#telling = true;
    try {
      for (let event = this.#untold.shift(); event; event = this.#untold.shift())
        for (const follower of this.#followers) follower(event);
    } finally {
      this.#telling = false;
    }
  }
}
