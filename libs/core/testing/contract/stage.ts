import {
  DomainError,
  type EngineService,
  type ErrorCode,
  type Jid,
  type Message,
  type MessageId,
  type MessageKey,
  type OutgoingContent,
  type SendOptions,
} from '../../src/index.js';
import type { FactLog } from '../fact-log.js';
import type { ContractHarness, EngineUnderTest } from './harness.js';
import type { ScriptedContent, ScriptedPerson, ScriptedSendOptions } from './scripted.js';

/** What a behaviour works with: one linked engine, its owner, and as many contacts as it likes. */
export class Stage {
  constructor(
    readonly harness: ContractHarness,
    readonly me: EngineUnderTest,
    private readonly watched: (engine: EngineUnderTest) => EngineUnderTest,
  ) {}

  get engine(): EngineService {
    return this.me.engine;
  }
  get facts(): FactLog {
    return this.me.facts;
  }
  get owner(): ScriptedPerson {
    return this.me.owner;
  }

  contact(options?: { phoneHidden?: boolean }): Promise<ScriptedPerson> {
    return this.harness.contact(options);
  }

  async newEngine(): Promise<EngineUnderTest> {
    return this.watched(await this.harness.newEngine());
  }

  async newLinkedEngine(): Promise<EngineUnderTest> {
    return this.watched(await this.harness.newLinkedEngine());
  }

  /** A new engine and its linking, for what a phone has to tell to a device that it does not know yet. */
  async linkAfter(prepare: (owner: ScriptedPerson) => Promise<void>): Promise<EngineUnderTest> {
    const mine = await this.newEngine();
    await prepare(mine.owner);
    await mine.engine.start();
    await mine.facts.next('session.pairing_changed', ({ data }) => data.kind === 'qr');
    const { pairing } = mine.engine.session;
    if (pairing.kind !== 'qr') throw new Error(`A QR was announced, and ${pairing.kind} is there`);
    await mine.owner.link(pairing.text);
    await mine.facts.next('session.state_changed', ({ data }) => data.state === 'connected');
    return mine;
  }

  /** Sends through the engine, and waits until WhatsApp has confirmed it. */
  async send(chat: Jid, content: OutgoingContent, options: Partial<SendOptions> = {}): Promise<MessageKey> {
    const messageId = options.messageId ?? this.harness.newMessageId();
    const { key } = await this.engine.messages.send(chat, content, { ...options, messageId });
    await this.facts.next('message.sent', ({ data }) => data.message.key.id === messageId);
    return key;
  }

  sendText(chat: Jid, text = 'Hello', options?: Partial<SendOptions>): Promise<MessageKey> {
    return this.send(chat, { kind: 'text', text }, options);
  }

  /** A contact writes, in the chat with the owner unless another is named, and the engine tells of it. */
  async receive(
    from: ScriptedPerson,
    content: ScriptedContent | string = 'Hello',
    { chat = this.owner.jid, ...options }: ScriptedSendOptions & { chat?: Jid } = {},
  ): Promise<Message> {
    const said = typeof content === 'string' ? ({ kind: 'text', text: content } as const) : content;
    const id = await from.send(chat, said, options);
    return this.received(id);
  }

  async received(id: MessageId): Promise<Message> {
    const { data } = await this.facts.next('message.received', ({ data }) => data.message.key.id === id);
    return data.message;
  }

  /** Returns when everything that was on its way to the engine has been told: a later message has arrived. */
  async quiet(): Promise<void> {
    await this.receive(await this.contact(), 'after everything else');
  }

  /** A group of the account under test, which owns it, with these members. */
  async ownGroup(...members: ScriptedPerson[]): Promise<Jid> {
    const { group } = await this.engine.groups.create(
      'Garden',
      members.map(({ jid }) => jid),
    );
    await this.facts.next('group.joined', ({ data }) => data.group.id === group.id);
    return group.id;
  }

  /** A group of `founder` in which the account under test is a member like others. */
  async foreignGroup(founder: ScriptedPerson, ...others: ScriptedPerson[]): Promise<Jid> {
    const { group } = await founder.groups.create('Street', [this.owner.jid, ...others.map(({ jid }) => jid)]);
    await this.facts.next('group.joined', ({ data }) => data.group.id === group.id);
    return group.id;
  }
}

/** Rejects unless `call` rejects with a domain error of this code. */
export async function failsWith(code: ErrorCode, call: Promise<unknown>): Promise<void> {
  let answer: unknown;
  try {
    answer = await call;
  } catch (error) {
    if (error instanceof DomainError && error.code === code) return;
    throw error;
  }
  throw new Error(`Expected ${code}, but it went well: ${JSON.stringify(answer)}`);
}

/**
 * A send that WhatsApp must refuse: either the call rejects with `code`, or it is told afterwards by a failed status,
 * because some refusals come only as the answer to a message that has left.
 */
export async function sendIsRefused(
  code: ErrorCode,
  me: Pick<EngineUnderTest, 'engine' | 'facts'>,
  chat: Jid,
  messageId: MessageId,
): Promise<void> {
  const sent = me.engine.messages.send(chat, { kind: 'text', text: 'Hello' }, { messageId });
  await changeIsRefused(code, me, sent, messageId);
}

/** The same of what is done to a message that is there; `messageId` is the change's own. */
export async function changeIsRefused(
  code: ErrorCode,
  { facts }: Pick<EngineUnderTest, 'facts'>,
  call: Promise<unknown>,
  messageId: MessageId,
): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (error instanceof DomainError && error.code === code) return;
    throw error;
  }
  const { data } = await facts.next('message.status_changed', ({ data }) => data.messageId === messageId);
  if (data.status !== 'failed' || data.error?.code !== code) throw new Error(`Expected ${code}, got ${data.status}`);
}
