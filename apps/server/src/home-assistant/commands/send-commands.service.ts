import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { type Clock, delay, DomainError, type Logger, toDomainError } from '@columba/core';
import type { SendRecord, Storage } from '@columba/storage';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { CLOCK, CONFIG, LOGGER, STORAGE } from '../../common/tokens.js';
import type { ColumbaConfig } from '../../config/columba.config.js';
import { fileRootsOf } from '../../config/home-assistant.config.js';
import { UploadStore } from '../../media/uploads/upload-store.js';
import { MessagesService } from '../../messages/messages.service.js';
import { STATUS_OF } from '../../messages/send-status.js';
import { SendsService } from '../../messages/sends.service.js';
import { SessionAccess } from '../../sessions/session-access.js';
import { HaLink } from '../link/ha-link.js';
import { HomeAssistantClient } from '../link/home-assistant.client.js';
import type { Json } from '../link/json.js';
import { PickedMedia } from './picked-media.js';
import { Recipients } from './recipients.js';
import { parseSendCommand, type SendCommand, written } from './send-command.js';

export const COMMAND_EVENT = 'whatsapp_send_message';
export const RESULT_EVENT = 'whatsapp_message_result';

/** The script that waits for the result is armed some moments after it fired the command. */
const ARMED_MS = 250;
/** The script waits a little longer. */
const SETTLE_MS = 25_000;
const MOST_PER_MINUTE = 60;
const MINUTE_MS = 60_000;
/** An alert that is this late is no alert any more. */
const LIFETIME_SECONDS = 15 * 60;
const SCOPE = 'home-assistant';

export interface CommandResult {
  request_id: string | null;
  /** `pending`: accepted, and on its way for longer than a script waits. */
  status: 'sent' | 'pending' | 'error';
  id: string | null;
  error: string | null;
  code: string | null;
}

/** Sends what Home Assistant asks for, whichever way it asks, and tells what became of it. */
@Injectable()
export class SendCommands implements OnModuleInit, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly recipients: Recipients;
  private readonly media: PickedMedia;
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<unknown>>();
  /** Monotonic times of the last minute's commands. */
  private recent: number[] = [];
  /** Commands to one recipient keep their order. */
  private readonly lanes = new Map<string, Promise<unknown>>();

  constructor(
    @Inject(CONFIG) private readonly config: ColumbaConfig,
    @Inject(STORAGE) storage: Storage,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly link: HaLink,
    client: HomeAssistantClient,
    uploads: UploadStore,
    private readonly access: SessionAccess,
    private readonly messages: MessagesService,
    private readonly sends: SendsService,
  ) {
    // Every command that is under way listens to it.
    setMaxListeners(0, this.stopping.signal);
    const { allowedRecipients } = config.homeAssistant;
    const roots = fileRootsOf(config.homeAssistant);
    this.recipients = new Recipients(storage, allowedRecipients);
    this.media = new PickedMedia({ link, client, uploads, clock, roots });
  }

  onModuleInit(): void {
    if (this.config.homeAssistant.commands === 'off') return;
    this.link.listen(COMMAND_EVENT, ({ data }) => void this.obey(data));
  }

  onModuleDestroy(): void {
    this.stopping.abort(new DomainError('unavailable', 'Columba is stopping'));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.onModuleDestroy();
    await Promise.allSettled(this.running);
  }

  /** Carries a command out and tells its result on the bus. Never rejects. */
  obey(data: Json): Promise<CommandResult> {
    const done = this.resultOf(data);
    this.running.add(done);
    void done.finally(() => this.running.delete(done));
    return done;
  }

  private async resultOf(data: Json): Promise<CommandResult> {
    const since = this.clock.monotonic();
    const requestId = written(data['request_id']) ?? null;
    let session = this.defaultSession;
    let result: CommandResult;
    try {
      const command = parseSendCommand(data);
      session = command.session ?? session;
      result = { request_id: requestId, ...(await this.inOrder(session, command)) };
    } catch (thrown) {
      const error = toDomainError(thrown);
      this.logger.warn('A command of Home Assistant failed', { session, code: error.code });
      result = { request_id: requestId, status: 'error', id: null, error: error.message, code: error.code };
    }
    await this.tell(result, session, since);
    return result;
  }

  private inOrder(session: string, command: SendCommand): Promise<Omit<CommandResult, 'request_id'>> {
    const lane = `${session} ${command.to.toLowerCase()}`;
    const accepted = (this.lanes.get(lane) ?? Promise.resolve()).then(() => this.accept(session, command));
    const next = accepted.catch(() => {});
    this.lanes.set(lane, next);
    void next.then(() => this.lanes.get(lane) === next && this.lanes.delete(lane));
    return accepted.then((send) => this.outcome(send));
  }

  /** @throws DomainError */
  private async accept(session: string, command: SendCommand): Promise<SendRecord> {
    const name = this.access.name(session);
    // Without an id every command is one of its own: a bus event never comes twice, and all steps of a script share a context.
    const key = { key: command.requestId ?? randomUUID(), scope: SCOPE };
    const known = this.messages.known(name, key);
    if (known) return known;
    this.countIn();
    const chat = this.recipients.find(name, command.to);
    const request = { chat, expiresInSeconds: LIFETIME_SECONDS, clientReference: 'home-assistant' };
    const picked = await this.media.pick(name, command);
    const { signal } = this.stopping;
    if (!picked) {
      const content = { kind: 'text', text: command.message ?? '' } as const;
      return this.sends.send(name, { ...request, content }, key, signal);
    }
    try {
      return await this.sends.send(name, { ...request, content: picked.draft }, key, signal);
    } finally {
      await this.media.drop(name, picked);
    }
  }

  private async outcome(send: SendRecord): Promise<Omit<CommandResult, 'request_id'>> {
    const settled = await this.messages.settled(send, 'sent', SETTLE_MS, this.stopping.signal);
    const status = STATUS_OF[settled.state];
    const id = settled.messageId;
    if (status === 'pending') return { status: 'pending', id, error: null, code: null };
    if (status !== 'failed') return { status: 'sent', id, error: null, code: null };
    const code = settled.error?.code ?? 'failed';
    return { status: 'error', id, error: settled.error?.detail ?? 'WhatsApp did not take the message', code };
  }

  /** An automation that runs wild must not cost the account. */
  private countIn(): void {
    const now = this.clock.monotonic();
    this.recent = this.recent.filter((at) => now - at < MINUTE_MS);
    if (this.recent.length >= MOST_PER_MINUTE)
      throw new DomainError('rate_limited', `Home Assistant sends more than ${MOST_PER_MINUTE} messages a minute`);
    this.recent.push(now);
  }

  private async tell(result: CommandResult, session: string, since: number): Promise<void> {
    const early = ARMED_MS - (this.clock.monotonic() - since);
    if (early > 0) await delay(this.clock, early, this.stopping.signal).catch(() => {});
    const extra = { event_id: randomUUID(), seq: 0, session_id: session, replayed: false, age_s: 0 };
    const answer = await this.link.fire(RESULT_EVENT, { ...extra, ...result });
    if (answer.kind !== 'ok') this.logger.info('The result of a command could not be told', { session });
  }

  private get defaultSession(): string {
    return this.config.gajosu.session ?? this.config.sessions.names[0] ?? 'home';
  }
}
