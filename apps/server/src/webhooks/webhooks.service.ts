import { InvalidInputError, type Jid, NotFoundError, parseJid, type SessionName } from '@columba/core';
import type { Storage, WebhookFilter, WebhookRecord } from '@columba/storage';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { STORAGE } from '../common/tokens.js';
import { WebhookEgress } from '../egress/egress.module.js';
import { MOST_ATTEMPTS } from '../relay/retry-schedule.js';
import { WebhookRelays } from './webhook-relays.js';
import { newWebhookSecret } from './webhook-secret.js';
import type { CreateWebhookDto, UpdateWebhookDto } from './webhooks.dto.js';

const MOST_WEBHOOKS = 100;

/** Webhooks as their owner sees them. A key that is bound to sessions sees and makes only webhooks of those. */
@Injectable()
export class WebhooksService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    private readonly relays: WebhookRelays,
    private readonly egress: WebhookEgress,
  ) {}

  list(caller: Caller): WebhookRecord[] {
    return this.storage.webhooks.list().filter((webhook) => isVisible(caller, webhook));
  }

  /** @throws NotFoundError also for one that the caller may not see. */
  get(caller: Caller, id: string): WebhookRecord {
    const webhook = this.storage.webhooks.get(id);
    if (!webhook || !isVisible(caller, webhook)) throw new NotFoundError('There is no such webhook');
    return webhook;
  }

  /** @throws InvalidInputError for an address that nothing may be sent to, or too many webhooks. */
  create(caller: Caller, wanted: CreateWebhookDto): { webhook: WebhookRecord; secret: string } {
    this.checkUrl(wanted.url);
    if (this.storage.webhooks.list().length >= MOST_WEBHOOKS)
      throw new InvalidInputError(`There cannot be more than ${MOST_WEBHOOKS} webhooks`);
    const secret = newWebhookSecret();
    const webhook = this.storage.webhooks.create({
      name: wanted.name ?? new URL(wanted.url).host,
      url: wanted.url,
      filter: filterFor(caller, {}, wanted),
      maxAttempts: wanted.maxAttempts ?? MOST_ATTEMPTS,
      secret,
      startPos: wanted.from === 'earliest' ? 0 : this.storage.events.lastPos(),
    });
    void this.relays.apply(webhook.id);
    return { webhook, secret };
  }

  async update(caller: Caller, id: string, change: UpdateWebhookDto): Promise<WebhookRecord> {
    const { name, url, maxAttempts, enabled } = change;
    const before = this.get(caller, id);
    if (url !== undefined) this.checkUrl(url);
    const filter = filterFor(caller, before.filter, change);
    await this.relays.end(id);
    const settings = { name, url, maxAttempts };
    const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
    this.storage.webhooks.update(id, { ...given, filter });
    if (enabled === true) this.resume(id);
    if (enabled === false) this.storage.webhooks.setState(id, 'disabled', { reason: 'requested' });
    await this.relays.apply(id);
    return this.get(caller, id);
  }

  /** Nothing is sent any more when it resolves. */
  async delete(caller: Caller, id: string): Promise<void> {
    this.get(caller, id);
    await this.relays.end(id);
    this.storage.webhooks.delete(id);
  }

  /** The new secret signs from the next request on. */
  rotateSecret(caller: Caller, id: string, overlapMs: number): string {
    this.get(caller, id);
    const secret = newWebhookSecret();
    this.storage.webhooks.rotateSecret(id, secret, overlapMs);
    return secret;
  }

  private resume(id: string): void {
    this.storage.webhooks.setState(id, 'active');
    this.storage.deliveries.hurry(id);
  }

  private checkUrl(url: string): void {
    if (!this.egress.refuses(url)) return;
    const detail =
      'The url must be a public http or https address without credentials, or one that COLUMBA_WEBHOOK_ALLOW opens';
    throw new InvalidInputError(detail, { fields: [{ pointer: '/url', code: 'not_allowed', detail }] });
  }
}

const isVisible = (caller: Caller, { filter }: WebhookRecord): boolean =>
  caller.sessions === undefined ||
  (filter.sessions !== undefined && filter.sessions.every((session) => caller.sees(session)));

type FilterChange = Pick<UpdateWebhookDto, 'types' | 'sessions' | 'chats'>;

/** Absent leaves as it was, null takes the filter away; a bound key cannot reach beyond its sessions by that. */
function filterFor(caller: Caller, before: WebhookFilter, change: FilterChange): WebhookFilter {
  const types = change.types === undefined ? before.types : change.types;
  const sessions = (change.sessions === undefined ? before.sessions : change.sessions) ?? caller.sessions;
  const chats = change.chats === undefined ? before.chats : change.chats?.map((chat) => parseChat(chat));
  for (const session of sessions ?? []) caller.requireSession(session);
  return {
    ...(types && { types }),
    ...(sessions && { sessions: sessions.map((session) => session as SessionName) }),
    ...(chats && { chats }),
  };
}

function parseChat(text: string): Jid {
  try {
    return parseJid(text);
  } catch (error) {
    const detail = 'chats must be phone numbers or addresses of WhatsApp';
    throw new InvalidInputError(detail, {
      cause: error,
      fields: [{ pointer: '/chats', code: 'wrong_format', detail }],
    });
  }
}
