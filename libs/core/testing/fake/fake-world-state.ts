import {
  DomainError,
  NotFoundError,
  STATUS_JID,
  UnsupportedError,
  jidKind,
  lidJid,
  parseMessageId,
  phoneJid,
  type Clock,
  type Jid,
  type MessageId,
  type MessageKey,
  type OutgoingMedia,
} from '../../src/index.js';
import { ManualClock } from '../manual-clock.js';
import { seededRandom } from '../seeded-random.js';
import { Watch } from '../watch.js';
import { FakeAccount, type FakeAccountOptions } from './fake-account.js';
import { GroupConversation, PairConversation, StatusConversation, type FakeConversation } from './fake-conversation.js';
import type { FakeChannel } from './fake-channel.js';
import type { FakeGroup } from './fake-group.js';
import type { FakeMessage } from './fake-conversation.js';
import { PostOffice } from './post-office.js';

export interface FakeWorldOptions {
  clock?: Clock;
  seed?: number;
  /** Reads files that engines are told to send; without it only files added by {@link FakeWorldState.addFile} exist. */
  readFile?: (file: string) => Promise<Uint8Array>;
}

export interface FakeCall {
  id: string;
  from: FakeAccount;
  /** Everybody at whom it rings, or did. */
  to: Set<FakeAccount>;
  group: boolean;
  video: boolean;
}

/** What there is in the world: accounts, conversations, groups, calls, files. */
export class FakeWorldState {
  readonly clock: Clock;
  readonly watch = new Watch();
  readonly office = new PostOffice(() => this.watch.changed());
  readonly calls = new Map<string, FakeCall>();
  readonly groups = new Map<Jid, FakeGroup>();
  readonly channels = new Map<Jid, FakeChannel>();
  /** Nobody can connect. */
  outage = false;
  private readonly accounts: FakeAccount[] = [];
  private readonly conversations = new Map<string, FakeConversation>();
  private readonly files = new Map<string, Uint8Array>();
  private readonly random: () => number;
  private readonly readFromDisk: FakeWorldOptions['readFile'];
  private counter = 0;
  private readonly epochMs: number;

  constructor(options: FakeWorldOptions = {}) {
    this.clock = options.clock ?? new ManualClock();
    this.epochMs = this.clock.now().getTime() - this.clock.monotonic();
    this.random = seededRandom(options.seed ?? 1);
    this.readFromDisk = options.readFile;
  }

  /** What time it is for WhatsApp, whatever becomes of the clock on which all of this runs. */
  get time(): Date {
    return new Date(this.epochMs + this.clock.monotonic());
  }

  /** A new account; what is not given is made up. */
  newAccount(options: Partial<FakeAccountOptions> = {}): FakeAccount {
    const n = this.accounts.length + 1;
    const account = new FakeAccount({
      phone: options.phone ?? `4915100000${String(n).padStart(3, '0')}`,
      lid: options.lid ?? lidJid(`2000000000${String(n).padStart(4, '0')}`),
      name: options.name ?? `Person ${n}`,
      ...(options.phoneHidden === undefined ? {} : { phoneHidden: options.phoneHidden }),
      ...(options.business === undefined ? {} : { business: options.business }),
    });
    this.accounts.push(account);
    return account;
  }

  /** Resolves when everything that was set in motion has reached everybody. */
  settled(): Promise<void> {
    return this.office.settled();
  }

  account(jid: Jid): FakeAccount | undefined {
    return this.accounts.find((account) => account.jid === jid || account.lid === jid);
  }

  /** @throws DomainError `not_on_whatsapp` */
  knownAccount(jid: Jid): FakeAccount {
    const account = this.account(jid);
    if (!account) throw new DomainError('not_on_whatsapp', 'This number has no WhatsApp account');
    return account;
  }

  /** The conversation that `actor` means by `chat`; begun if need be. */
  conversation(actor: FakeAccount, chat: Jid): FakeConversation {
    const kind = jidKind(chat);
    if (kind === 'status') return this.status(actor);
    if (kind === 'group') return this.groupConversation(chat);
    if (kind !== 'phone' && kind !== 'lid') throw new UnsupportedError(`The fake world has no ${kind} chats`);
    const other = this.knownAccount(chat);
    const key = [actor.jid, other.jid].toSorted().join(' ');
    return this.remembered(key, () => new PairConversation(key, actor, other));
  }

  groupConversation(chat: Jid): FakeConversation {
    const group = this.groups.get(chat);
    if (!group) throw new NotFoundError('There is no such group');
    return this.remembered(group.id, () => new GroupConversation(group));
  }

  conversationsOf(account: FakeAccount): FakeConversation[] {
    return [...this.conversations.values()].filter((conversation) => conversation.members().includes(account));
  }

  /** The message that `actor` means by `key`. @throws NotFoundError */
  message(actor: FakeAccount, key: MessageKey): FakeMessage {
    const author = key.fromMe ? actor : key.participant && this.account(key.participant);
    const found = this.messageById(actor, key.chat, key.id);
    if (!found || (author && found.from !== author)) throw new NotFoundError('There is no such message');
    return found;
  }

  messageById(actor: FakeAccount, chat: Jid, id: MessageId): FakeMessage | undefined {
    const rooms =
      chat === STATUS_JID
        ? this.conversationsOf(actor).filter(({ kind }) => kind === 'status')
        : [this.conversation(actor, chat)];
    for (const room of rooms) {
      const found = room.find(id);
      if (found && !found.deletedBy.has(actor)) return found;
    }
    return undefined;
  }

  /** A file that an engine can be told to send, in memory only. */
  addFile(bytes: Uint8Array, mimeType: string, fileName?: string): OutgoingMedia {
    const file = `/in-memory/${this.serial()}`;
    this.files.set(file, bytes.slice());
    return { file, mimeType, sizeBytes: bytes.length, ...(fileName ? { fileName } : {}) };
  }

  async readFile(file: string): Promise<Uint8Array> {
    const bytes = this.files.get(file) ?? (await this.readFromDisk?.(file));
    if (!bytes) throw new Error(`Unplanned file '${file}': use addFile, or give the FakeWorld a readFile`);
    return bytes;
  }

  newMessageId(): MessageId {
    return parseMessageId(`3EB0${this.hex(18)}`);
  }

  /** The address of a new group, never given before. */
  newGroupId(): Jid {
    return `12036300000${String(this.serial()).padStart(7, '0')}@g.us` as Jid;
  }

  /** The address of a new channel, never given before. */
  newChannelId(): Jid {
    return `12036300000${String(this.serial()).padStart(7, '0')}@newsletter` as Jid;
  }

  hex(length: number): string {
    return Array.from({ length }, () =>
      Math.floor(this.random() * 16)
        .toString(16)
        .toUpperCase(),
    ).join('');
  }

  /** 1, 2, 3 … */
  serial(): number {
    this.counter += 1;
    return this.counter;
  }

  /** An address of the right form that belongs to nobody. */
  strangerJid(): Jid {
    return phoneJid(`4999900000${String(this.serial()).padStart(3, '0')}`);
  }

  private status(owner: FakeAccount): FakeConversation {
    const audience = () => {
      const pairs = [...this.conversations.values()].filter(
        (room) => room instanceof PairConversation && room.messages.length > 0 && room.members().includes(owner),
      );
      return [...new Set([owner, ...pairs.flatMap((pair) => pair.members())])];
    };
    return this.remembered(`status ${owner.jid}`, () => new StatusConversation(owner, audience));
  }

  private remembered(key: string, make: () => FakeConversation): FakeConversation {
    let conversation = this.conversations.get(key);
    if (!conversation) {
      conversation = make();
      this.conversations.set(key, conversation);
    }
    return conversation;
  }
}
