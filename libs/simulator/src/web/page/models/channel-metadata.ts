import type { ChannelFact } from '../../facts.js';
import { Model } from '../base/model.js';
import { createWid, type Wid } from '../ids/wid.js';

/** What the page has of a channel beside its posts. */
export class ChannelMetadataModel extends Model {
  declare id: Wid;
  declare name: string;
  declare inviteCode: string;
  declare membershipType?: ChannelFact['membershipType'];

  constructor({ id, name, description, inviteCode, creationTime, size, membershipType = 'guest' }: ChannelFact) {
    super({ id: createWid(id), name, description, inviteCode, creationTime, size, membershipType, verified: false });
  }
}
