import { Emitter } from './emitter.js';

/** An attribute lies in a field of this name and its own. */
const FIELD = '__x_';

/**
 * Something that the page shows. As in the real page an attribute is an accessor of the class, over a field of each
 * model: whoever walks a model finds other names than those of its attributes, and everything that is in its collection.
 */
export class Model extends Emitter {
  /** Whom its events bubble to. */
  declare collection: Emitter | undefined;

  constructor(attributes: object = {}) {
    super();
    this.collection = undefined;
    this.adopt(attributes);
  }

  /** All attributes by their names. */
  get attributes(): Record<string, unknown> {
    const fields = Object.entries(this).filter(([name]) => name.startsWith(FIELD));
    return Object.fromEntries(fields.map(([name, value]) => [name.slice(FIELD.length), value]));
  }

  /** Takes over attributes, and tells nobody. */
  adopt(attributes: object): this {
    for (const [name, value] of Object.entries(attributes)) {
      // The library spreads models into what it makes others of.
      if (name === 'collection' || name.startsWith(FIELD)) continue;
      this.#declare(name);
      Object.assign(this, { [name]: value });
    }
    return this;
  }

  /** Changes attributes, then tells: first one `change:<name>` (model, new, old) for each, last `change`. */
  set(changes: string | object, value?: unknown): this {
    const wanted = typeof changes === 'string' ? { [changes]: value } : changes;
    const known = this as unknown as Record<string, unknown>;
    const changed = Object.entries(wanted)
      .map(([name, now]) => [name, now, known[name]] as const)
      .filter(([, now, before]) => before !== now);
    this.adopt(Object.fromEntries(changed));
    for (const [name, now, before] of changed) this.#tell(`change:${name}`, now, before);
    if (changed.length > 0) this.#tell('change');
    return this;
  }

  serialize(): Record<string, unknown> {
    const entries = Object.entries(this.attributes).filter(([, value]) => typeof value !== 'function');
    return Object.fromEntries(entries.map(([name, value]) => [name, plain(value)]));
  }

  toJSON(): Record<string, unknown> {
    return this.serialize();
  }

  unsafe(): this {
    return this;
  }

  #declare(name: string): void {
    if (name in this) return;
    const field = FIELD + name;
    Object.defineProperty(Object.getPrototypeOf(this), name, {
      configurable: true,
      get(this: Record<string, unknown>) {
        return this[field];
      },
      set(this: Record<string, unknown>, value: unknown) {
        this[field] = value;
      },
    });
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
