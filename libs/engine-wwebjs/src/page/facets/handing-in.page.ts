import type { ChatModel, HandedIn, MessageModel, MsgKey, PageKit, PageScope, SendResult } from '../page-scope.js';

interface Sender {
  addAndSendMsgToChat(chat: ChatModel, draft: { id: MsgKey }): [Promise<MessageModel>, Promise<SendResult>];
}

/** WhatsApp's word, as the page gets it: `error` is the number of a refusal. */
interface Ack {
  error?: number | string | null;
}

interface Jobs {
  encryptAndSendMsg(record: { data: { id: MsgKey } }, ...rest: unknown[]): Promise<Ack>;
}

/**
 * What becomes of what goes out under an id of ours. The page's own functions say at most that it failed, and many say
 * nothing; so what WhatsApp answers is overheard. Runs in the page.
 */
export function installHandingIn(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  const { module, refuse } = kit;
  const BYTES = ['waveform', 'messageSecret'];
  const MOST_REFUSALS = 200;
  const underWay = new Map<string, HandedIn>();
  const refusals = new Map<string, number>();

  const refusedWith = (id: string, number: number) => {
    refusals.set(id, number);
    const [oldest] = refusals.keys();
    if (refusals.size > MOST_REFUSALS && oldest !== undefined) refusals.delete(oldest);
  };

  const hear = (id: string, said: NonNullable<HandedIn['said']>) => {
    const mine = underWay.get(id);
    if (mine) mine.said = said;
    if (typeof said === 'number') refusedWith(id, said);
  };

  const overhearAnswers = () => {
    const jobs = module<Jobs>('WAWebSendMsgJob');
    const original = jobs.encryptAndSendMsg;
    jobs.encryptAndSendMsg = async (record, ...rest) => {
      const { id } = record.data.id;
      try {
        const ack = await original.call(jobs, record, ...rest);
        hear(id, ack.error === undefined || ack.error === null ? 'taken' : Number(ack.error) || 0);
        return ack;
      } catch (error) {
        hear(id, (error as Error | undefined)?.name === 'ServerStatusCodeError' ? 'lost' : 'failed');
        throw error;
      }
    };
  };

  /** Lays our fields over a message of ours, and keeps what the page says of it: the library does not look at that. */
  const overhearMessages = () => {
    const sender = module<Sender>('WAWebSendMsgChatAction');
    const original = sender.addAndSendMsgToChat;
    sender.addAndSendMsgToChat = (chat, draft) => {
      const mine = underWay.get(draft.id.id);
      const made = original.call(sender, chat, mine ? { ...draft, ...kit.binary(mine.extra) } : draft);
      if (mine) mine.answer = made[1];
      return made;
    };
  };

  const judged: PageKit['judged'] = (result, said) => {
    if (typeof said === 'number') throw refuse('refused', 'WhatsApp did not take it', said);
    if (said === 'lost' || result?.messageSendResult === 'ERROR_NETWORK')
      throw refuse('uncertain', 'The connection failed before WhatsApp had answered');
    if (said !== 'taken' && result && result.messageSendResult !== 'OK')
      throw refuse('refused', 'WhatsApp did not take it', 0);
    return { t: result?.t ?? Math.floor(Date.now() / 1000) };
  };

  const outcome = async (mine: HandedIn, result: Promise<SendResult | undefined>) => {
    try {
      const own = await result;
      return (await mine.answer) ?? own;
    } catch (error) {
      // What was overheard says more than what the page makes of it.
      if (mine.said === undefined || mine.said === 'failed') throw error;
      return undefined;
    }
  };

  const handIn: PageKit['handIn'] = async (id, work, extra = {}) => {
    const mine: HandedIn = { extra, afterwards: [] };
    underWay.set(id, mine);
    try {
      const result = await outcome(
        mine,
        kit.withId(id, () => work(mine)),
      );
      const made = judged(result, mine.said);
      for (const tell of mine.afterwards) tell();
      return made;
    } finally {
      if (underWay.get(id) === mine) underWay.delete(id);
    }
  };

  const whenTaken: PageKit['whenTaken'] = (id, tell) => {
    const mine = id === undefined ? undefined : underWay.get(id);
    if (mine) mine.afterwards.push(tell);
    else tell();
  };

  kit.binary = (fields) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        BYTES.includes(name) && Array.isArray(value) ? Uint8Array.from(value as number[]) : value,
      ]),
    );

  kit.whenLoaded(overhearAnswers);
  kit.whenLoaded(overhearMessages);
  Object.assign(kit, {
    judged,
    handIn,
    whenTaken,
    refusalOf: (id: string) => refusals.get(id),
  } satisfies Partial<PageKit>);
}
