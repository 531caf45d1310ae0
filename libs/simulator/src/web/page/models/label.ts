import { Collection } from '../base/collection.js';
import { hidden } from '../base/hidden.js';
import { Model } from '../base/model.js';
import type { LabelFact } from '../../facts.js';

/** The colours of WhatsApp's labels begin with these; further numbers go round. */
const COLORS = ['#ff9485', '#64c4ff', '#ffd429', '#dfaef0', '#99b6c1', '#55ccb3', '#ff9dff', '#d3a91d'];

/** One chat that has the label. */
export class LabelItemModel extends Model {
  declare id: string;
  declare parentType: 'Chat';
  declare parentId: string;
}

export class LabelModel extends Model {
  declare id: string;
  declare name: string;
  declare colorIndex: number;
  declare labelItemCollection: Collection<LabelItemModel>;

  constructor(fact: LabelFact) {
    super(fact);
    hidden(this, 'labelItemCollection', new Collection(LabelItemModel));
  }

  /** The chats that have this label now. */
  hold(chats: readonly string[]): void {
    for (const item of this.labelItemCollection.getModelsArray()) this.labelItemCollection.remove(item);
    for (const parentId of chats)
      this.labelItemCollection.add(new LabelItemModel({ id: `${this.id}_${parentId}`, parentType: 'Chat', parentId }));
  }

  get hexColor(): string {
    return COLORS[this.colorIndex % COLORS.length] ?? '';
  }
}
