import { STATUS_JID, type Jid, type MessageContent, type MessageId } from '../../src/index.js';
import type { FakeAccount } from './fake-account.js';
import type { FakeGroup } from './fake-group.js';

export type FakeReceipt = 'delivered' | 'read' | 'played';

/** One message of the world, the same for everybody who can see it. */
export interface FakeMessage {
  id: MessageId;
  conversation: FakeConversation;
  from: FakeAccount;
  content: MessageContent;
  bytes?: Uint8Array;
  /** The media server has forgotten the file. */
  mediaExpired?: boolean;
  /** The linked devices of the recipients cannot read it yet. */
  undecryptable?: boolean;
  sentAt: Date;
  quoted?: MessageId;
  mentions: FakeAccount[];
  mentionsAll?: boolean;
  forwarded: boolean;
  disappearingSeconds?: number;
  copies: number;
  differingCopies: number;
  editedAt?: Date;
  revokedAt?: Date;
  pinnedUntil?: Date;
  /** Who has it on a device. */
  readonly receivedBy: Set<FakeAccount>;
  /** Who sees this status; absent: all whom the owner has written with. */
  audience?: ReadonlySet<FakeAccount>;
  readonly deletedBy: Set<FakeAccount>;
  readonly starredBy: Set<FakeAccount>;
  readonly reactions: Map<FakeAccount, string>;
  readonly votes: Map<FakeAccount, string[]>;
  readonly receipts: Map<FakeAccount, FakeReceipt>;
}

/** The messages between the same people: two persons, a group, or somebody's status. */
export abstract class FakeConversation {
  abstract readonly kind: 'pair' | 'group' | 'status';
  abstract readonly key: string;
  readonly messages: FakeMessage[] = [];
  abstract disappearingSeconds: number;
  /** Ids of changes (edits, reactions …) already taken: the same once more changes nothing. */
  readonly changes = new Set<string>();

  /** Everybody who gets its messages, the sender included. */
  abstract members(): FakeAccount[];
  /** Its address in the eyes of one of them. */
  abstract chatFor(viewer: FakeAccount): Jid;

  find(id: MessageId, from?: FakeAccount): FakeMessage | undefined {
    return this.messages.find((message) => message.id === id && (!from || message.from === from));
  }
}

export class PairConversation extends FakeConversation {
  readonly kind = 'pair';
  disappearingSeconds = 0;

  constructor(
    readonly key: string,
    private readonly one: FakeAccount,
    private readonly other: FakeAccount,
  ) {
    super();
  }

  members(): FakeAccount[] {
    return this.one === this.other ? [this.one] : [this.one, this.other];
  }

  chatFor(viewer: FakeAccount): Jid {
    return (viewer === this.one ? this.other : this.one).seenBy(viewer).id;
  }
}

export class GroupConversation extends FakeConversation {
  readonly kind = 'group';
  readonly key: string;

  constructor(readonly group: FakeGroup) {
    super();
    this.key = group.id;
  }

  get disappearingSeconds(): number {
    return this.group.disappearingSeconds;
  }
  set disappearingSeconds(seconds: number) {
    this.group.disappearingSeconds = seconds;
  }

  members(): FakeAccount[] {
    return [...this.group.roles.keys()];
  }

  chatFor(): Jid {
    return this.group.id;
  }
}

/** Shown to those whom the owner has written with. */
export class StatusConversation extends FakeConversation {
  readonly kind = 'status';
  disappearingSeconds = 0;
  readonly key: string;

  constructor(
    owner: FakeAccount,
    private readonly audience: () => FakeAccount[],
  ) {
    super();
    this.key = `status ${owner.jid}`;
  }

  members(): FakeAccount[] {
    return this.audience();
  }

  chatFor(): Jid {
    return STATUS_JID;
  }
}
