import type { MessageModel, PageScope, Wid } from '../page-scope.js';
import type { Changing, SendOutput } from './messages.page.js';

export interface StatusInput {
  id: string;
  text: string;
  /** Who sees it. */
  audience: string[];
}

export interface KindsOperations {
  'kinds.vote': (input: Changing & { options: string[] }) => null;
  'kinds.status': (input: StatusInput) => SendOutput;
}

export type KindsEntries = Record<never, never>;

type PollModel = MessageModel & { pollOptions?: { name: string; localId: number }[] };

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
    await kit.withId(id, () => sendVote(poll, new Set(chosen)));
    return null;
  };

  /** For the length of one post; statuses are posted one after the other. */
  const seenBy = async <T>(audience: string[], post: () => Promise<T>): Promise<T> => {
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
  };

  const status = async ({ id, text, audience }: StatusInput): Promise<SendOutput> => {
    const { sendStatusTextMsgAction } = module<{ sendStatusTextMsgAction(what: object): Promise<object | undefined> }>(
      'WAWebSendStatusMsgAction',
    );
    const what = { text, color: COLOUR, font: 0 };
    return kit.judged(await kit.withId(id, () => seenBy(audience, () => sendStatusTextMsgAction(what))));
  };

  Object.assign(kit.operations, { 'kinds.vote': vote, 'kinds.status': status } satisfies Record<
    keyof KindsOperations,
    unknown
  >);
}
