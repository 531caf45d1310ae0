import type {
  ChatModel,
  Collections,
  Emitter,
  KeyQuery,
  MessageModel,
  MsgKey,
  PageKey,
  PageMessage,
  PagePerson,
  PageScope,
  ReactionEntry,
  Wid,
} from '../page-scope.js';

export interface AckEntry {
  message: PageMessage;
  ack: number;
  t: number;
  /** By which WhatsApp refused it. */
  whatsappCode?: number;
}

export interface VoteEntry {
  id: string;
  target: PageKey;
  by: PagePerson;
  /** Places of the options. */
  options: number[];
  /** All of the poll, where its message is here. */
  offered: string[] | null;
  atMs: number;
}

export interface PinEntry {
  id: string;
  target: PageKey;
  by: PagePerson;
  pinned: boolean;
  atMs: number;
  seconds: number | null;
}

export interface MessageEntries {
  message: PageMessage;
  /** It could not be read, and now it can, or it is revoked. */
  type: PageMessage;
  ack: AckEntry;
  edit: PageMessage;
  removed: PageMessage;
  star: PageMessage;
  reaction: ReactionEntry;
  vote: VoteEntry;
  pin: PinEntry;
}

interface ReactionList {
  reactions: { serialize(): { senders?: ReactionSender[] }[] };
}
interface ReactionSender {
  msgKey: MsgKey;
  senderUserJid: string;
  reactionText: string;
  timestamp: number;
}

interface MessageInfo {
  delivery?: { id: Wid | string; t: number }[];
  read?: { id: Wid | string; t: number }[];
  played?: { id: Wid | string; t: number }[];
}

export interface InfoOutput {
  delivered: { by: PagePerson; t: number }[];
  read: { by: PagePerson; t: number }[];
  played: { by: PagePerson; t: number }[];
}

export interface Past {
  /** Oldest first. */
  messages: PageMessage[];
  reactions: ReactionEntry[];
}

export interface NewsOperations {
  /** What was said since then, as far as the page or its database has it. */
  'news.since': (input: { since: number; most: number }) => Past;
  /** How far one's own message has come with each member of a group. */
  'news.info': (input: KeyQuery) => InfoOutput;
}

interface AddonRow {
  id: MsgKey;
  author?: Wid;
  from?: Wid;
}
interface ReactionRow extends AddonRow {
  reactionParentKey: MsgKey;
  reactionText: string;
  reactionTimestamp: number;
}
interface VoteRow extends AddonRow {
  pollUpdateParentKey: MsgKey;
  selectedOptionLocalIds: number[];
  senderTimestampMs: number;
}
interface PinModel {
  /** Of the message that pinned it, or let it go; the model's own id names only what is pinned. */
  msgKey: MsgKey;
  sender: Wid;
  parentMsgKey: MsgKey;
  pinType: number;
  senderTimestampMs: number;
  pinExpiryDuration?: number;
}

/** What happens to messages goes into the ring buffer. Runs in the page. */
export function installNews(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  const { module, tell } = kit;
  const collections = () => module<Collections>('WAWebCollections');
  const RESEND_MS = 5000;

  const author = ({ id, author: by, from }: AddonRow): PagePerson => {
    if (id.fromMe) return kit.me();
    const who = by ?? id.participant ?? from ?? id.remote;
    return kit.person(who);
  };

  const hear = <A extends [MessageModel, ...unknown[]]>(names: string, told: (...args: A) => void) =>
    collections().Msg.on(names, told);

  const unreadable = new Set<MessageModel>();
  /** Asks the phone for its copy; the library does the same in its own listener, which is not used here. */
  const askAgain = () => {
    const wanted = [...unreadable].filter(({ type }) => type === 'ciphertext');
    unreadable.clear();
    if (wanted.length === 0) return;
    const { handlePlaceholderMsgsSeen } = module<{
      handlePlaceholderMsgsSeen(m: MessageModel[], now: boolean): unknown;
    }>('WAWebNonMessageDataRequestPlaceholderMessageResendUtils');
    handlePlaceholderMsgsSeen(wanted, true);
  };

  const listen = () => {
    hear('add', (message) => {
      if (!message.isNewMsg) return;
      tell('message', kit.message(message));
      if (message.type !== 'ciphertext' || message.subtype?.endsWith('_unavailable_fanout')) return;
      if (unreadable.size === 0) setTimeout(askAgain, RESEND_MS);
      unreadable.add(message);
    });
    hear('change:type', (message: MessageModel, now: unknown, before: unknown) => {
      if (now === 'revoked' || before === 'ciphertext') tell('type', kit.message(message));
    });
    hear('change:ack', (message) => {
      if (!message.id.fromMe) return;
      const [number, t] = [kit.refusalOf(message.id.id), Math.floor(Date.now() / 1000)];
      const refused = message.ack < 0 && number ? { whatsappCode: number } : {};
      tell('ack', { message: kit.message(message), ack: message.ack, t, ...refused } satisfies AckEntry);
    });
    hear('change:body change:caption', (message) => {
      if (message.type === 'revoked' || !message.latestEditSenderTimestampMs) return;
      kit.whenTaken(message.latestEditMsgKey?.id, () => tell('edit', kit.message(message)));
    });
    hear('remove', (message) => {
      if (message.isNewMsg) tell('removed', kit.message(message));
    });
    hear('change:star', (message) => tell('star', kit.message(message)));
  };

  /** @param path of the function inside its module; what it is given is told, and it is called as before */
  const overhear = <R extends AddonRow>(name: string, table: string, told: (row: R) => void) => {
    const found = module<Record<string, { bulkUpsert(rows: R[]): unknown }>>(name)[table];
    if (!found) return;
    const original = found.bulkUpsert;
    found.bulkUpsert = function upsert(this: unknown, rows: R[]) {
      for (const row of rows) kit.whenTaken(row.id.id, () => told(row));
      return original.call(found, rows);
    };
  };

  const overhearAddons = () => {
    overhear<ReactionRow>('WAWebAddonReactionTableMode', 'reactionTableMode', (row) =>
      tell('reaction', {
        id: row.id.id,
        target: kit.key(row.reactionParentKey),
        by: author(row),
        emoji: row.reactionText,
        atMs: row.reactionTimestamp,
      }),
    );
    overhear<VoteRow>('WAWebAddonPollVoteTableMode', 'pollVoteTableMode', (row) => {
      const poll = collections().Msg.get(row.pollUpdateParentKey) as { pollOptions?: { name: string }[] } | undefined;
      tell('vote', {
        id: row.id.id,
        target: kit.key(row.pollUpdateParentKey),
        by: author(row),
        options: row.selectedOptionLocalIds,
        offered: poll?.pollOptions?.map(({ name }) => name) ?? null,
        atMs: row.senderTimestampMs,
      });
    });
  };

  const overhearPins = () => {
    const { PinInChatCollection: pins } = module<{ PinInChatCollection: Emitter }>('WAWebPinInChatCollection');
    const told = (pin: PinModel) =>
      tell('pin', {
        id: pin.msgKey.id,
        target: kit.key(pin.parentMsgKey),
        by: pin.msgKey.fromMe ? kit.me() : kit.person(pin.sender),
        pinned: pin.pinType === 1,
        atMs: pin.senderTimestampMs,
        seconds: pin.pinExpiryDuration ?? null,
      });
    // One model for each message that is pinned: who pins it anew, or for longer, changes the key.
    pins.on('add change:pinType change:msgKey', (pin: PinModel) => kit.whenTaken(pin.msgKey.id, () => told(pin)));
  };

  kit.whenLoaded(listen);
  kit.whenLoaded(overhearAddons);
  kit.whenLoaded(overhearPins);
  kit.whenLoaded(() => {
    module<{ isPlaceholderMessageResendEnabled: () => boolean }>(
      'WAWebSyncGatingUtils',
    ).isPlaceholderMessageResendEnabled = () => true;
  });

  const people = (rows: MessageInfo[keyof MessageInfo] = []) =>
    rows.map(({ id, t }) => ({ by: kit.person(typeof id === 'string' ? kit.wid(id) : id), t }));

  const MOST_LOADS = 10;
  const SECONDS = 1000;

  /** After a start the page has little of each chat in memory; the rest of what is new lies in its database. */
  const fill = async (chat: ChatModel, since: number): Promise<void> => {
    const { loadEarlierMsgs } = module<{
      loadEarlierMsgs(of: { chat: ChatModel }): Promise<MessageModel[] | undefined>;
    }>('WAWebChatLoadMessages');
    for (let loads = 0; loads < MOST_LOADS; loads += 1) {
      const [first] = chat.msgs.getModelsArray();
      if (first && first.t < since) return;
      const earlier = await loadEarlierMsgs({ chat });
      if (!earlier || earlier.length === 0) return;
    }
  };

  const reactionsTo = async (message: MessageModel): Promise<ReactionEntry[]> => {
    const found = await collections().Reactions.find(message.id.toString());
    const senders =
      (found as ReactionList | undefined)?.reactions.serialize().flatMap((one) => one.senders ?? []) ?? [];
    return senders.map(({ msgKey, senderUserJid, reactionText, timestamp }) => ({
      id: msgKey.id,
      target: kit.key(message.id),
      by: msgKey.fromMe ? kit.me() : kit.person(kit.wid(senderUserJid)),
      emoji: reactionText,
      // The page gives both, depending on where the row comes from.
      atMs: timestamp < 1e11 ? timestamp * SECONDS : timestamp,
    }));
  };

  kit.reactionsTo = (message) => reactionsTo(message).catch(() => []);

  const since = async ({ since: from, most }: { since: number; most: number }): Promise<Past> => {
    const recent = collections()
      .Chat.getModelsArray()
      .filter(({ t }) => (t ?? 0) >= from);
    // One chat that cannot be read must not hide the others.
    for (const chat of recent) await fill(chat, from).catch(() => undefined);
    // The order within one second is known to the chat alone; statuses are in no chat.
    const inChats = recent.flatMap((chat) => chat.msgs.getModelsArray());
    const models = [...new Set([...inChats, ...collections().Msg.getModelsArray()])]
      .filter(({ t }) => t >= from)
      .map((model, place) => ({ model, place }))
      .toSorted((one, other) => one.model.t - other.model.t || one.place - other.place)
      .slice(-most)
      .map(({ model }) => model);
    const reactions: ReactionEntry[] = [];
    for (const model of models) if (model.hasReaction) reactions.push(...(await kit.reactionsTo(model)));
    return { messages: models.map((model) => kit.message(model)), reactions };
  };

  Object.assign(kit.operations, {
    'news.since': since,
    'news.info': async (query: KeyQuery): Promise<InfoOutput> => {
      const message = await kit.needMessage(query);
      const { queryMsgInfo } = module<{ queryMsgInfo(key: MsgKey): Promise<MessageInfo> }>('WAWebApiMessageInfoStore');
      const { delivery, read, played } = await queryMsgInfo(message.id);
      return { delivered: people(delivery), read: people(read), played: people(played) };
    },
  } satisfies Record<keyof NewsOperations, unknown>);
}
