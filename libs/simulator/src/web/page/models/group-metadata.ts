import type { GroupFact, MemberFact } from '../../facts.js';
import { Collection } from '../base/collection.js';
import { Model } from '../base/model.js';
import { createWid, type Wid, type WidLike } from '../ids/wid.js';

export class MemberModel extends Model {
  declare id: Wid;
  declare isAdmin: boolean;
  declare isSuperAdmin: boolean;

  constructor({ id, ...rest }: { id: WidLike }) {
    super({ id: createWid(id), isAdmin: false, isSuperAdmin: false, ...rest });
  }
}

export class GroupMetadataModel extends Model {
  declare id: Wid;
  declare subject: string;
  declare announce: boolean;
  declare descId?: string;
  declare isLidAddressingMode: boolean;
  declare ephemeralDuration: number;
  declare participants: Collection<MemberModel>;
  declare pendingParticipants: Collection<MemberModel>;
  declare membershipApprovalRequests: Collection<MemberModel>;

  constructor({ id }: { id: WidLike }) {
    super({
      id: createWid(id),
      participants: new Collection(MemberModel),
      pendingParticipants: new Collection(MemberModel),
      membershipApprovalRequests: new Collection(MemberModel),
    });
  }

  take({ id: _id, participants, requests, people: _people, owner, descOwner, ...plain }: GroupFact): void {
    const described = { desc: undefined, descId: undefined, descTime: undefined };
    this.set({
      ...described,
      ...plain,
      owner: createWid(owner),
      descOwner: descOwner === undefined ? undefined : createWid(descOwner),
      size: participants.length,
    });
    replace(this.participants, participants);
    replace(
      this.membershipApprovalRequests,
      requests.map(({ id }) => ({ id, isAdmin: false, isSuperAdmin: false })),
    );
  }
}

function replace(collection: Collection<MemberModel>, members: readonly MemberFact[]): void {
  const ids = new Set(members.map(({ id }) => id));
  for (const gone of collection.filter(({ id }) => !ids.has(id.toString()))) collection.remove(gone);
  for (const member of members) {
    const known = collection.get(member.id);
    if (known) known.set({ isAdmin: member.isAdmin, isSuperAdmin: member.isSuperAdmin });
    else collection.add(new MemberModel({ ...member }));
  }
}
