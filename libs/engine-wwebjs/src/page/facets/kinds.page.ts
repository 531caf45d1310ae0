import type { MessageModel, MsgKey, PageScope, SendResult, Wid } from '../page-scope.js';
import type { Changing, SendOutput } from './messages.page.js';

export interface StatusInput {
  id: string;
  text: string;
  /** Fields of a message with a file that WhatsApp has by now, instead of a text. */
  file?: Record<string, unknown>;
  /** Who sees it. */
  audience: string[];
}

export interface KindsOperations {
  'kinds.vote': (input: Changing & { options: string[] }) => null;
  'kinds.status': (input: StatusInput) => SendOutput;
}

export type KindsEntries = Record<never, never>;

type PollModel = MessageModel & { pollOptions?: { name: string; localId: number }[] };

interface StatusActions {
  sendStatusTextMsgAction(what: object): Promise<SendResult | undefined>;
  sendStatusMediaMsgAction(message: MessageModel, updated: (data: unknown) => unknown): Promise<SendResult | undefined>;
}

interface KeyMaker {
  new (parts: object): MsgKey;
  newId(): Promise<string>;
}

/** Whom statuses go to, as the account has set it. */
interface StatusPreferences {
  getStatusList(): Promise<{ list: Wid[] }>;
}

/** Votes and statuses. Runs in the page. */
export function installKinds(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  const { module, refuse } = kit;
  /** The green of WhatsApp's own text statuses. */
  const COLOUR = 0xff7acca5;
  const SECRET_BYTES = 32;

  const vote = async ({ target, id, options }: Changing & { options: string[] }) => {
    const poll: PollModel = await kit.needMessage(target);
    const { pollOptions } = poll;
    if (!pollOptions) throw refuse('invalid_input', 'This message is no poll');
    const chosen = options.map((wanted) => {
      const option = pollOptions.find(({ name }) => name === wanted);
      if (!option) throw refuse('invalid_input', 'The poll does not offer this');
      return option.localId;
    });
    const { sendVote } = module<{ sendVote(poll: MessageModel, chosen: Set<number>): Promise<unknown> }>(
      'WAWebPollsSendVoteMsgAction',
    );
    await kit.handIn(id, async () => {
      await sendVote(poll, new Set(chosen));
      return undefined;
    });
    return null;
  };

  /** For the length of one post; statuses are posted one after the other. */
  const postInTurn = kit.turns();
  const seenBy = <T>(audience: string[], post: () => Promise<T>): Promise<T> =>
    postInTurn(async () => {
      const found = module<StatusPreferences & { default?: StatusPreferences }>('WAWebUserPrefsStatus');
      const preferences = found.default ?? found;
      const original = preferences.getStatusList;
      const list = audience.map((address) => kit.wid(address));
      preferences.getStatusList = async () => ({ ...(await original.call(preferences)), list });
      try {
        return await post();
      } finally {
        preferences.getStatusList = original;
      }
    });

  /** The page takes a finished message where there is a file, as the library makes it. */
  const drawn = async (file: Record<string, unknown>): Promise<MessageModel> => {
    const Key = module<KeyMaker>('WAWebMsgKey');
    const { Msg } = module<{ Msg: { modelClass: new (fields: object) => MessageModel } }>('WAWebCollections');
    const [from, to] = [kit.wid(kit.me().wid), kit.wid('status@broadcast')];
    return new Msg.modelClass({
      ...kit.binary(file),
      id: new Key({ from, to, id: await Key.newId(), participant: from, selfDir: 'out' }),
      from,
      to,
      author: from,
      ack: 0,
      local: true,
      self: 'out',
      isNewMsg: true,
      t: Math.floor(Date.now() / 1000),
      messageSecret: crypto.getRandomValues(new Uint8Array(SECRET_BYTES)),
    });
  };

  const post = async ({ text, file }: StatusInput): Promise<SendResult | undefined> => {
    const actions = module<StatusActions>('WAWebSendStatusMsgAction');
    if (!file) return actions.sendStatusTextMsgAction({ text, color: COLOUR, font: 0 });
    const updated = (data: unknown) =>
      module<(data: unknown, file: object) => unknown>('WAWebMediaUpdateMsg')(data, file);
    return actions.sendStatusMediaMsgAction(await drawn(file), updated);
  };

  const status = (input: StatusInput): Promise<SendOutput> =>
    seenBy(input.audience, () => kit.handIn(input.id, () => post(input)));

  Object.assign(kit.operations, { 'kinds.vote': vote, 'kinds.status': status } satisfies Record<
    keyof KindsOperations,
    unknown
  >);
}
