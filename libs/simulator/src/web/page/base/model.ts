import { Emitter } from './emitter.js';
import { hidden } from './hidden.js';

/** Something that the page shows. Its attributes are its own enumerable properties. */
export class Model extends Emitter {
  /** Whom its events bubble to. */
  declare collection: Emitter | undefined;

  constructor(attributes: object = {}) {
    super();
    hidden(this, 'collection', undefined);
    Object.assign(this, attributes);
  }

  /** Changes attributes, then tells: first one `change:<name>` (model, new, old) for each, last `change`. */
  set(changes: string | object, value?: unknown): this {
    const wanted = typeof changes === 'string' ? { [changes]: value } : changes;
    const attributes = this as unknown as Record<string, unknown>;
    const changed: [name: string, now: unknown, before: unknown][] = [];
    for (const [name, now] of Object.entries(wanted)) {
      const before = attributes[name];
      if (before === now) continue;
      attributes[name] = now;
      changed.push([name, now, before]);
    }
    for (const [name, now, before] of changed) this.#tell(`change:${name}`, now, before);
    if (changed.length > 0) this.#tell('change');
    return this;
  }

  serialize(): Record<string, unknown> {
    const entries = Object.entries(this).filter(([, value]) => typeof value !== 'function');
    return Object.fromEntries(entries.map(([name, value]) => [name, plain(value)]));
  }

  toJSON(): Record<string, unknown> {
    return this.serialize();
  }

  unsafe(): this {
    return this;
  }

  #tell(event: string, ...values: unknown[]): void {
    this.trigger(event, this, ...values);
    this.collection?.trigger(event, this, ...values);
  }
}

interface Serializable {
  serialize(): unknown;
}

const plain = (value: unknown): unknown =>
  value instanceof Emitter && 'serialize' in value ? (value as unknown as Serializable).serialize() : value;
