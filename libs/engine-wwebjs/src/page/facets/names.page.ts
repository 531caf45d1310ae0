import type {
  ChatModel,
  Collections,
  KeyQuery,
  MessageModel,
  MsgKey,
  PageKey,
  PageKit,
  PageMessage,
  PagePerson,
  PageScope,
  Wid,
} from '../page-scope.js';

/** People, keys, messages and chats: from the page's models to plain data, and back. Runs in the page. */
export function installNames(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  const { module } = kit;
  const collections = () => module<Collections>('WAWebCollections');
  /** In `message` by names of their own, or nobody's business. */
  const NAMED = new Set([
    'id',
    'from',
    'to',
    'author',
    'mentionedJidList',
    'quotedMsg',
    'recipients',
    'latestEditMsgKey',
  ]);

  const wid = (text: string): Wid =>
    module<{ createWid(text: string): Wid }>('WAWebWidFactory').createWid(text.replace('@s.whatsapp.net', '@c.us'));

  const isWid = (value: unknown): value is Wid =>
    typeof value === 'object' && value !== null && 'server' in value && 'user' in value;

  const person = (of: Wid, name?: string): PagePerson => {
    const found: PagePerson = { wid: of.toString() };
    if (name !== undefined && name !== '') found.name = name;
    if (!of.isUser()) return found;
    const api = module<{ getCurrentLid(wid: Wid): Wid | undefined; getPhoneNumber(wid: Wid): Wid | undefined }>(
      'WAWebApiContact',
    );
    const phone = of.isLid() ? api.getPhoneNumber(of) : of;
    const lid = of.isLid() ? of : api.getCurrentLid(of);
    if (phone) found.phone = phone.toString();
    if (lid) found.lid = lid.toString();
    return found;
  };

  const me = (): PagePerson => {
    const { getMaybeMePnUser, getMaybeMeLidUser } =
      module<Record<string, () => Wid | undefined>>('WAWebUserPrefsMeUser');
    const [phone, lid] = [getMaybeMePnUser?.(), getMaybeMeLidUser?.()];
    const own = phone ?? lid;
    if (!own) throw new Error('Nobody is logged in');
    const { pushname } = module<{ Conn: { pushname?: string } }>('WAWebConnModel').Conn;
    const found: PagePerson = { wid: own.toString() };
    if (phone) found.phone = phone.toString();
    if (lid) found.lid = lid.toString();
    if (pushname !== undefined) found.name = pushname;
    return found;
  };

  const key = ({ fromMe, id, remote, participant }: MsgKey): PageKey => ({
    chat: person(remote),
    id,
    fromMe,
    ...(participant ? { participant: person(participant) } : {}),
  });

  const isModel = (value: object): value is { serialize(): unknown } =>
    'serialize' in value && typeof value.serialize === 'function';

  const copied = (value: unknown, depth: number): unknown => {
    if (isWid(value)) return value.toString();
    if (value instanceof Uint8Array) return Array.from(value);
    if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
    if (depth === 0 || value instanceof Blob || value instanceof ArrayBuffer) return undefined;
    if (isModel(value)) return copied(value.serialize(), depth);
    if (Array.isArray(value)) return value.map((item) => copied(item, depth - 1));
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copied(inner, depth - 1)]));
  };

  const plain: PageKit['plain'] = (model) => copied(model, 4) as Record<string, unknown>;

  const quotedIn = (model: MessageModel): PageMessage['quoted'] => {
    if (!model.quotedStanzaID) return undefined;
    const { quotedParticipant, quotedMsg } = model;
    return {
      id: model.quotedStanzaID,
      ...(isWid(quotedParticipant) ? { participant: person(quotedParticipant) } : {}),
      ...(quotedMsg ? { fields: plain(quotedMsg) } : {}),
    };
  };

  const message: PageKit['message'] = (model) => {
    const { id, t, ack, type, subtype, body, caption, ephemeralDuration, latestEditSenderTimestampMs } = model;
    const fields = Object.fromEntries(Object.entries(model.serialize()).filter(([name]) => !NAMED.has(name)));
    const quoted = quotedIn(model);
    const own = id.fromMe ? me() : undefined;
    return {
      key: key(id),
      from: own ?? person(id.participant ?? model.author ?? model.from, model.notifyName),
      t,
      ack,
      type,
      ...(subtype ? { subtype } : {}),
      ...(typeof body === 'string' ? { body } : {}),
      ...(typeof caption === 'string' ? { caption } : {}),
      starred: model.star ?? false,
      forwarded: model.isForwarded ?? false,
      mentions: (model.mentionedJidList ?? []).map((mentioned) => person(mentioned)),
      ...(quoted ? { quoted } : {}),
      ...(ephemeralDuration ? { expiresAfter: ephemeralDuration } : {}),
      ...(latestEditSenderTimestampMs ? { editedAtMs: latestEditSenderTimestampMs } : {}),
      ...(isWid(model.revokeSender) ? { revokedBy: person(model.revokeSender) } : {}),
      fields: plain(fields),
    };
  };

  const spellings = ({ chats, id, fromMe, participants }: KeyQuery): string[] =>
    chats.flatMap((chat) => {
      const plainName = `${fromMe}_${chat}_${id}`;
      return [plainName, ...participants.map((participant) => `${plainName}_${participant}`)];
    });

  const findMessage: PageKit['findMessage'] = async (query) => {
    const { Msg } = collections();
    const names = spellings(query);
    for (const name of names) {
      const known = Msg.get(name);
      if (known) return known;
    }
    const same = ({ id }: MessageModel) =>
      id.id === query.id && id.fromMe === query.fromMe && query.chats.includes(id.remote.toString());
    const found = Msg.getModelsArray().find(same);
    return found ?? (await Msg.getMessagesById(names))?.messages.find(same);
  };

  const needMessage: PageKit['needMessage'] = async (query) => {
    const found = await findMessage(query);
    if (!found) throw kit.refuse('not_found', 'This message is not known');
    return found;
  };

  const findChat: PageKit['findChat'] = async (addresses) => {
    const wids = addresses.map(wid);
    for (const candidate of wids) {
      const known = collections().Chat.get(candidate);
      if (known) return known;
    }
    const { findOrCreateLatestChat } = module<{
      findOrCreateLatestChat(wid: Wid): Promise<{ chat: ChatModel } | undefined>;
    }>('WAWebFindChatAction');
    for (const candidate of wids) {
      if (candidate.isUser() && !(await exists(candidate))) continue;
      const opened = await findOrCreateLatestChat(candidate).catch(() => undefined);
      if (opened) return opened.chat;
    }
    return undefined;
  };

  /** The first message to somebody needs both addresses to be known; asking for one teaches the page the other. */
  const exists = async (candidate: Wid): Promise<boolean> => {
    const { queryWidExists } = module<{ queryWidExists(wid: Wid): Promise<object | null> }>('WAWebQueryExistsJob');
    return (await queryWidExists(candidate)) !== null;
  };

  interface KeyMaker {
    newId(): Promise<string>;
    /** For edits. */
    newId_DEPRECATED?(): string;
  }

  /** Lends the page an id, once. @returns takes it back when it was not taken */
  const lend = (id: string, taken: () => void): (() => void) => {
    const keys = module<KeyMaker>('WAWebMsgKey');
    const originals = { newId: keys.newId, newId_DEPRECATED: keys.newId_DEPRECATED };
    let lent = true;
    const back = () => {
      if (!lent) return;
      lent = false;
      Object.assign(keys, originals);
      taken();
    };
    const take = () => {
      back();
      return id;
    };
    Object.assign(keys, { newId: () => Promise.resolve(take()), newId_DEPRECATED: take });
    return back;
  };

  const idInTurn = kit.turns();
  const withId: PageKit['withId'] = (id, work) =>
    idInTurn(async (next) => {
      const back = lend(id, next);
      try {
        return await work();
      } finally {
        back();
      }
    });

  Object.assign(kit, { wid, person, me, key, message, plain, findMessage, needMessage, findChat, withId });
}
