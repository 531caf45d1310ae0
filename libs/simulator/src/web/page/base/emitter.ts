import { reportError } from './errors.js';
import { hidden } from './hidden.js';

export type Listener = (...args: never[]) => unknown;

interface Entry {
  listener: Listener;
  context: unknown;
  once: boolean;
}

/** Events in the page's way: several names in one string, and a listener that fails does not stop the others. */
export class Emitter {
  declare entries: Map<string, Entry[]>;
  declare awaited: Map<string, () => void>;

  constructor() {
    hidden(this, 'entries', new Map());
    hidden(this, 'awaited', new Map());
  }

  on(names: string, listener: Listener, context?: unknown): this {
    return this.#add(names, { listener, context, once: false });
  }

  once(names: string, listener: Listener, context?: unknown): this {
    return this.#add(names, { listener, context, once: true });
  }

  off(names: string, listener?: Listener): this {
    for (const name of split(names)) {
      const rest = (this.entries.get(name) ?? []).filter((entry) => listener && entry.listener !== listener);
      this.entries.set(name, rest);
    }
    return this;
  }

  trigger(name: string, ...args: unknown[]): void {
    for (const entry of this.entries.get(name)?.slice() ?? []) {
      if (entry.once) this.off(name, entry.listener);
      try {
        const result = entry.listener.apply(entry.context ?? this, args as never[]);
        if (result instanceof Promise) result.catch((error: unknown) => reportError(name, error));
      } catch (error) {
        reportError(name, error);
      }
    }
  }

  /** Runs the task as soon as somebody listens to the event, which may be now. */
  whenHeard(name: string, task: () => void): void {
    if ((this.entries.get(name)?.length ?? 0) > 0) task();
    else this.awaited.set(name, task);
  }

  #add(names: string, entry: Entry): this {
    for (const name of split(names)) {
      this.entries.set(name, [...(this.entries.get(name) ?? []), entry]);
      const task = this.awaited.get(name);
      this.awaited.delete(name);
      // After what the listener's owner does next, usually listening to more.
      if (task) setTimeout(task);
    }
    return this;
  }
}

const split = (names: string): string[] => names.split(/\s+/).filter(Boolean);
