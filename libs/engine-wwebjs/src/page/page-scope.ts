import type { GroupData, GroupMemberModel, PageGroup } from './group-scope.js';
import type { PagePerson, Wid } from './people-scope.js';

export type { PagePerson, Wid } from './people-scope.js';

/** WhatsApp's page as our code finds it. Shapes are those that the library's call sites imply; nothing else is relied on. */

export interface MsgKey {
  readonly fromMe: boolean;
  readonly remote: Wid;
  readonly id: string;
  readonly participant?: Wid;
  /** The page's own name of the message; later pages call it otherwise, see `repair`. */
  readonly _serialized?: string;
  toString(): string;
}

export interface Emitter {
  on(names: string, listener: (...args: never[]) => unknown): unknown;
  off(names: string, listener: (...args: never[]) => unknown): unknown;
}

export interface MessageModel extends Emitter {
  id: MsgKey;
  from: Wid;
  to: Wid;
  author?: Wid;
  t: number;
  ack: number;
  type: string;
  subtype?: string;
  body?: string;
  caption?: string;
  isNewMsg?: boolean;
  star?: boolean;
  hasReaction?: boolean;
  isForwarded?: boolean;
  notifyName?: string;
  mentionedJidList?: Wid[];
  quotedStanzaID?: string;
  quotedParticipant?: Wid;
  quotedMsg?: Record<string, unknown>;
  ephemeralDuration?: number;
  /** Where its file lies. */
  directPath?: string;
  latestEditSenderTimestampMs?: number;
  latestEditMsgKey?: MsgKey;
  /** WhatsApp did not take it, or the last edit of it. */
  isSendFailure?: boolean;
  revokeSender?: Wid;
  unsafe(): MessageModel;
  /**
   * All its fields by their names. On the model they are accessors of its class; what it has of its own has other names,
   * and leads to all of its collection.
   */
  serialize(): Record<string, unknown>;
}

export interface ChatModel extends Emitter {
  id: Wid;
  t?: number;
  unreadCount: number;
  groupMetadata?: GroupData;
  msgs: Collection<MessageModel>;
  iAmAdmin(): boolean;
}

export interface Collection<M> extends Emitter {
  get(id: string | Wid | MsgKey): M | undefined;
  getModelsArray(): M[];
}

export interface MessageCollection extends Collection<MessageModel> {
  getMessagesById(ids: string[]): Promise<{ messages: MessageModel[] } | undefined>;
}

export interface ContactModel {
  id: Wid;
  pushname?: string;
  name?: string;
}

export interface Collections {
  Msg: MessageCollection;
  Chat: Collection<ChatModel>;
  Contact: Collection<ContactModel>;
  Reactions: { find(id: string): Promise<object | undefined> };
}

export interface SocketModel extends Emitter {
  state: string;
  hasSynced: boolean;
  logout(): Promise<void>;
}

/** What `LoadUtils` of the library leaves in the page. */
export interface LibraryUtils {
  sendMessage(chat: ChatModel, content: unknown, options: Record<string, unknown>): Promise<MessageModel | undefined>;
  sendSeen(chatId: string): Promise<boolean>;
  rejectCall(peer: string, callId: string): Promise<unknown>;
  getChat(chatId: string, options: { getAsModel: false }): Promise<ChatModel | undefined>;
}

/** As much of the browser's canvas as small pictures need. */
export interface Canvas {
  getContext(kind: '2d'): { drawImage(picture: object, x: number, y: number, width: number, height: number): void };
  convertToBlob(as: { type: string; quality: number }): Promise<Blob>;
}

/** The page's global object. */
export interface PageScope {
  top: unknown;
  require(name: string): unknown;
  Debug?: { VERSION?: string };
  WWebJS?: LibraryUtils;
  columba: PageKit;
  createImageBitmap(picture: Blob): Promise<object>;
  OffscreenCanvas: new (width: number, height: number) => Canvas;
  /** The library's own; we call it when the library missed what it waits for. */
  onAppStateHasSyncedEvent?: () => void;
  onAuthAppStateChangedEvent?: (state: string) => void;
  onLogoutEvent?: () => void;
}

/** A message's name outside the page. `chat` has both addresses where it is a person. */
export interface PageKey {
  chat: PagePerson;
  id: string;
  fromMe: boolean;
  participant?: PagePerson;
}

/** A message as it leaves the page: plain data, people with both addresses. */
export interface PageMessage {
  key: PageKey;
  from: PagePerson;
  /** Seconds since 1970. */
  t: number;
  ack: number;
  type: string;
  subtype?: string;
  body?: string;
  caption?: string;
  starred: boolean;
  forwarded: boolean;
  mentions: PagePerson[];
  quoted?: { id: string; participant?: PagePerson; fields?: Record<string, unknown> };
  expiresAfter?: number;
  editedAtMs?: number;
  revokedBy?: PagePerson;
  /** Everything else of the model that is plain data; what kinds of content are read from. */
  fields: Record<string, unknown>;
}

export interface ReactionEntry {
  id: string;
  target: PageKey;
  by: PagePerson;
  emoji: string;
  atMs: number;
}

/** How Node names a message: addresses in the page's spelling, every one that may be in use. */
export interface KeyQuery {
  chats: string[];
  id: string;
  fromMe: boolean;
  participants: string[];
}

/** Something that happened in the page, kept until Node confirms that it is stored. */
export interface Entry {
  seq: number;
  type: string;
  data: unknown;
  /** Not live: it came before the page had caught up. */
  late: boolean;
}

export interface Batch {
  /** Names this load of the page; numbers begin anew with each. */
  epoch: string;
  entries: Entry[];
  /** Entries were lost because nobody took them; a sweep is due. */
  overflowed: boolean;
}

export interface Failure {
  name: string;
  message: string;
  /** WhatsApp's number. */
  status?: number;
  /** Our own word for a refusal, see `kit.refuse`. */
  refusal?: string;
}

/** What the page says of something that it handed in. */
export interface SendResult {
  messageSendResult?: string;
  /** Seconds, as WhatsApp counts. */
  t?: number;
}

/** Something that goes out under an id of ours, as far as it is known. */
export interface HandedIn {
  /** Fields that are laid over the finished message. */
  extra: object;
  /** A number: refused by it; `lost`: without an answer; `failed`: something else is wrong. */
  said?: number | 'taken' | 'lost' | 'failed';
  /** Of a message: what the page comes to say. */
  answer?: Promise<SendResult>;
  /** To be done when it is taken. */
  afterwards: (() => void)[];
}

/** Our own code in the page, shared by all facets; `kit.page.ts` makes it. */
export interface PageKit {
  readonly epoch: string;
  /** What Node can ask for, by name; facets add theirs. */
  readonly operations: Record<string, (input: never) => unknown>;
  /** A module of the page. @throws when the page has none of that name */
  module<T>(name: string): T;
  /** Runs as soon as the page's modules are there. A task that fails is tried again. */
  whenLoaded(task: () => void): void;
  /** Puts something into the ring buffer. */
  tell(type: string, data: unknown): void;
  next(after: { epoch: string; seq: number }, waitMs: number): Promise<Batch>;
  run(name: string, input: unknown): Promise<{ value: unknown } | { error: Failure }>;
  /** An error that Node takes for a word of the domain. */
  refuse(code: string, message: string, status?: number): Error;
  /** Makes a queue: work after work, each until it lets the next one go, or is over. */
  turns(): <T>(work: (next: () => void) => Promise<T>) => Promise<T>;
  wid(text: string): Wid;
  person(wid: Wid, name?: string): PagePerson;
  me(): PagePerson;
  key(key: MsgKey): PageKey;
  message(model: MessageModel): PageMessage;
  /** What cannot be copied is left out; models inside are taken by their `serialize`. */
  plain(model: object): Record<string, unknown>;
  findMessage(query: KeyQuery): Promise<MessageModel | undefined>;
  /** @throws a refusal `not_found` */
  needMessage(query: KeyQuery): Promise<MessageModel>;
  /** The chat, opened when it is new; `undefined` when there is nobody. Addresses are tried in their order. */
  findChat(addresses: string[]): Promise<ChatModel | undefined>;
  /**
   * What became of something that was handed in. Made by `handing-in.page.ts`, like what follows.
   * @throws a refusal `refused`, `uncertain`
   */
  judged(result: SendResult | null | undefined, said?: HandedIn['said']): { t: number };
  /**
   * Hands something in under our id, and waits for what WhatsApp says of it.
   * @param work its value: what the page says of it, where it says something
   * @throws a refusal `refused`, `uncertain`, or what the work throws
   */
  handIn(id: string, work: (mine: HandedIn) => Promise<SendResult | undefined>, extra?: object): Promise<{ t: number }>;
  /** Now, or when what we hand in under this id is taken; never when it is refused: pages show it before. */
  whenTaken(id: string | undefined, tell: () => void): void;
  /** WhatsApp's number for a message of one's own that it refused lately. */
  refusalOf(id: string): number | undefined;
  /** Fields of a message that came over the bridge as numbers and are bytes. */
  binary(fields: object): object;
  /** Made by `news.page.ts`; none where they cannot be read. */
  reactionsTo(message: MessageModel): Promise<ReactionEntry[]>;
  /** Made by `bytes.page.ts`. */
  bytes: BytesKit;
  /** Made by `groups.page.ts`. */
  groups: GroupKit;
  /** The page's next message id is `id`; the next one has its turn when it is taken, or when the work is over. */
  withId<T>(id: string, work: () => Promise<T>): Promise<T>;
}

/** What all that is about groups shares. */
export interface GroupKit {
  personOf(id: Wid | string): PagePerson;
  isSame(one: PagePerson, other: PagePerson): boolean;
  membersOf(data: GroupData): GroupMemberModel[];
  toGroup(data: GroupData): PageGroup;
  /** Asks WhatsApp. @throws a refusal `not_found` */
  fresh(group: string): Promise<GroupData>;
  /** @throws a refusal `not_found` */
  needChat(group: string): Promise<ChatModel & { groupMetadata?: GroupData }>;
}

export interface BytesKit {
  encode(bytes: Uint8Array): string;
  decode(base64: string): Uint8Array<ArrayBuffer>;
}
