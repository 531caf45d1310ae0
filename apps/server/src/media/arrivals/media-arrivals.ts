import type {
  Clock,
  EventType,
  LoggedEvent,
  Logger,
  Media,
  Message,
  MessageKey,
  OutgoingMedia,
  SessionName,
} from '@columba/core';
import type { Storage } from '@columba/storage';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CLOCK, CONFIG, LOGGER, STORAGE } from '../../common/tokens.js';
import type { ColumbaConfig } from '../../config/columba.config.js';
import { LogWatch } from '../../events/log-watch.js';
import { isClockWrong } from '../../sessions/clock-offset.js';
import { SessionRegistry } from '../../sessions/session-registry.js';
import { IncomingStore } from '../incoming/incoming-store.js';
import { OutgoingMediaService } from '../outgoing/outgoing-media.service.js';
import { UploadStore } from '../uploads/upload-store.js';
import { Downloads } from './downloads.js';

const CONSUMER = 'media';
const SWEEP_EVERY_MS = 86_400_000;
/** Not at once: the sessions have to connect first, to know whether the clock is right. */
const FIRST_SWEEP_MS = 600_000;
const PAGE = 100;
const TYPES: EventType[] = [
  'message.received',
  'message.sent',
  'message.recovered',
  'message.status_changed',
  'media.changed',
  'session.state_changed',
];

/**
 * Follows the log for files: those of new messages are announced and fetched, those of finished sends are removed. Its
 * place in the log is durable, so that no file is forgotten whenever the process ends.
 */
@Injectable()
export class MediaArrivals implements OnApplicationBootstrap, OnModuleDestroy {
  private work: Promise<void> = Promise.resolve();
  private asked = false;
  private stopped = false;
  private cancelSweep: () => void = () => {};
  private unsubscribe: () => void = () => {};

  constructor(
    @Inject(CONFIG) private readonly config: ColumbaConfig,
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly watch: LogWatch,
    private readonly store: IncomingStore,
    private readonly outgoing: OutgoingMediaService,
    private readonly uploads: UploadStore,
    private readonly registry: SessionRegistry,
    private readonly downloads: Downloads,
  ) {}

  onApplicationBootstrap(): void {
    const { consumers, events, sessions } = this.storage;
    consumers.ensure({ id: CONSUMER, kind: 'media', startPos: events.lastPos() });
    this.unsubscribe = this.watch.subscribe(() => this.readOn());
    for (const { name } of sessions.list()) this.enqueue(() => this.recover(name));
    this.readOn();
    this.sweepIn(FIRST_SWEEP_MS);
  }

  onModuleDestroy(): void {
    this.stopped = true;
    this.unsubscribe();
    this.cancelSweep();
  }

  private readOn(): void {
    if (this.asked) return;
    this.asked = true;
    this.enqueue(() => this.read());
  }

  /** One thing at a time. What fails is tried again with the next event of the log. */
  private enqueue(step: () => Promise<void>): void {
    this.work = this.work.then(async () => {
      if (this.stopped) return;
      try {
        await step();
      } catch (error) {
        this.logger.error('files of messages could not be looked after', { error });
      }
    });
  }

  private async read(): Promise<void> {
    this.asked = false;
    const { consumers, events } = this.storage;
    for (;;) {
      const afterPos = consumers.get(CONSUMER)?.cursorPos ?? 0;
      const page = events.list({ afterPos, types: TYPES, limit: PAGE });
      for (const event of page) {
        if (this.stopped) return;
        await this.take(event);
        consumers.advance(CONSUMER, event.pos);
      }
      if (page.length < PAGE) return;
    }
  }

  private async take(event: LoggedEvent): Promise<void> {
    const session = event.session as SessionName;
    if (!this.storage.sessions.get(session)) return;
    switch (event.type) {
      case 'message.received':
      case 'message.sent':
      case 'message.recovered':
        return this.arrived(session, event.data.message);
      case 'media.changed':
        return this.renewed(session, event.data);
      case 'message.status_changed':
        return event.data.status === 'pending' ? undefined : this.discard(session, event.data.messageId);
      case 'session.state_changed':
        return event.data.state === 'connected' ? this.fetchPending(session) : undefined;
      default:
    }
  }

  private async arrived(session: SessionName, { key, content, origin }: Message): Promise<void> {
    const { download } = this.config.media;
    const wanted = origin === 'contact' ? download !== 'none' : origin === 'device' && download === 'all';
    if (wanted && 'media' in content && content.media.state === 'pending') await this.get(session, key, content.media);
  }

  /** A phone has uploaded a file again, because somebody asked for it. */
  private async renewed(session: SessionName, { chat, messageId, media }: LoggedMedia): Promise<void> {
    const message = media.state === 'pending' ? this.storage.messages.get(session, chat, messageId) : undefined;
    if (!message) return;
    await this.store.announce(session, media, message.key);
    this.downloads.fetch(session, message.key, media.mediaId);
  }

  private async get(session: SessionName, key: MessageKey, media: Media): Promise<void> {
    const known = await this.store.announce(session, media, key);
    if (known.state === 'pending') this.downloads.fetch(session, key, media.mediaId);
  }

  private async discard(session: SessionName, messageId: Message['key']['id']): Promise<void> {
    const content = this.storage.sends.get(session, messageId)?.content;
    if (content && 'media' in content) await this.outgoing.discard(content.media);
  }

  private async fetchPending(session: SessionName): Promise<void> {
    for (const { media, of } of await this.store.all(session))
      if (media.state === 'pending' && of) this.downloads.fetch(session, of, media.mediaId);
  }

  /** Half-written files go; and what was done but not told any more is told. */
  private async recover(session: SessionName): Promise<void> {
    await this.store.recover(session);
    await this.uploads.recover(session);
    for (const { media, of } of await this.store.all(session)) {
      const content = of && this.storage.messages.get(session, of.chat, of.id)?.content;
      const isKnown = !content || !('media' in content) || content.media.state === media.state;
      if (!isKnown) this.downloads.tell(session, of, media);
    }
  }

  private sweepIn(ms: number): void {
    this.cancelSweep = this.clock.after(ms, () => {
      for (const { name } of this.storage.sessions.list()) this.enqueue(() => this.sweep(name));
      this.sweepIn(SWEEP_EVERY_MS);
    });
  }

  private async sweep(session: SessionName): Promise<void> {
    // Nobody knows how old anything is; what was kept too long goes when the clock is right again.
    if (this.registry.all().some(({ clockOffsetMs }) => isClockWrong(clockOffsetMs))) return;
    await this.outgoing.sweep(session, this.unfinished(session));
    await this.uploads.sweep(session);
    const known = new Map((await this.store.all(session)).map(({ media, of }) => [media.mediaId, of]));
    for (const media of await this.store.sweep(session)) {
      const key = known.get(media.mediaId);
      if (key) this.downloads.tell(session, key, media);
    }
  }

  private unfinished(session: SessionName): OutgoingMedia[] {
    return this.storage.sends.unfinished(session).flatMap(({ content }) => ('media' in content ? [content.media] : []));
  }
}

type LoggedMedia = Extract<LoggedEvent, { type: 'media.changed' }>['data'];
