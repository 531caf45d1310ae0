import type { ContactFact } from '../../facts.js';
import type { Collection } from '../base/collection.js';
import { Model } from '../base/model.js';
import { createWid, type Wid, type WidLike } from '../ids/wid.js';
import type { ChatModel } from './chat.js';

export class ContactModel extends Model {
  declare id: Wid;
  declare name?: string;
  declare shortName?: string;
  declare pushname?: string;
  declare lid?: Wid;
  declare phoneNumber?: Wid;
  declare isContactBlocked: boolean;
  declare isBusiness: boolean;
  declare isEnterprise: boolean;
  declare verifiedName?: string;
  declare verifiedLevel?: number;
  declare statusMute: boolean;
  declare commonGroups?: Collection<ChatModel>;

  constructor({ id, ...rest }: { id: WidLike }) {
    super({
      id: createWid(id),
      type: 'in',
      isBusiness: false,
      isEnterprise: false,
      isContactBlocked: false,
      statusMute: false,
      labels: [],
      ...rest,
    });
  }

  get formattedName(): string {
    return this.name ?? this.pushname ?? `+${this.id.user}`;
  }

  /** Takes over what the door says of the person. */
  take({ name, pushname, lid, number, blocked }: ContactFact, quietly = false): void {
    const attributes = {
      name,
      shortName: name?.split(' ')[0],
      pushname,
      lid: createWid(lid),
      phoneNumber: number === undefined ? undefined : createWid(number),
      isContactBlocked: blocked,
    };
    if (quietly) this.adopt(attributes);
    else this.set(attributes);
  }
}
