import { Emitter } from './emitter.js';
import { hidden } from './hidden.js';
import type { Model } from './model.js';

export type Id = string | { toString(): string };

interface Quietly {
  /** Without the `add` or `remove` event. */
  silent?: boolean;
}

/** Models by the text of their `id`, in order of arrival. */
export class Collection<M extends Model & { id: Id }> extends Emitter {
  declare readonly models: Map<string, M>;
  declare readonly modelClass: new (attributes: { id: Id }) => M;
  declare finder: ((id: Id) => Promise<M>) | undefined;

  constructor(modelClass: new (attributes: never) => M) {
    super();
    hidden(this as { models: Map<string, M> }, 'models', new Map());
    hidden(this as { modelClass: unknown }, 'modelClass', modelClass);
    hidden(this, 'finder', undefined);
  }

  /** The library reads this name. */
  get _models(): M[] {
    return this.getModelsArray();
  }

  get length(): number {
    return this.models.size;
  }

  get(id: Id | undefined | null): M | undefined {
    return id === undefined || id === null ? undefined : this.models.get(id.toString());
  }

  getModelsArray(): M[] {
    return [...this.models.values()];
  }

  filter(fits: (model: M) => boolean): M[] {
    return this.getModelsArray().filter(fits);
  }

  map<T>(each: (model: M) => T): T[] {
    return this.getModelsArray().map(each);
  }

  /** The model that is there already, or this one. */
  add(model: M, { silent = false }: Quietly = {}): M {
    const known = this.get(model.id);
    if (known) return known;
    this.models.set(model.id.toString(), model);
    model.collection ??= this;
    if (!silent) this.trigger('add', model);
    return model;
  }

  remove(which: M | Id, { silent = false }: Quietly = {}): void {
    const model = this.get(which instanceof Emitter ? which.id : which);
    if (!model) return;
    this.models.delete(model.id.toString());
    if (!silent) this.trigger('remove', model);
  }

  /** Puts models in front of the ones that are here. */
  prepend(earlier: readonly M[]): void {
    const all = [...earlier, ...this.getModelsArray()];
    this.models.clear();
    for (const model of all) if (!this.models.has(model.id.toString())) this.models.set(model.id.toString(), model);
  }

  gadd(id: Id, how?: Quietly): M {
    return this.get(id) ?? this.add(new this.modelClass({ id }), how);
  }

  async find(id: Id): Promise<M> {
    const known = this.get(id);
    if (known) return known;
    if (!this.finder) throw new Error(`nothing is found by ${id.toString()}`);
    return this.finder(id);
  }

  serialize(): unknown[] {
    return this.map((model) => model.serialize());
  }

  toJSON(): unknown[] {
    return this.serialize();
  }
}
