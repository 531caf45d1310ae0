export type {
  Attempt,
  AttemptRecord,
  ParkedDelivery,
  PendingDelivery,
  ReplaySelection,
} from './consumers/delivery.repository.js';
export type { EventSpan } from './consumers/event-span.js';
export type { LogLimits } from './consumers/log-retention.js';
export type {
  NewWebhook,
  WebhookFilter,
  WebhookRecord,
  WebhookSettings,
  WebhookState,
  WebhookStateReason,
} from './consumers/webhook.repository.js';
export type { NewPullConsumer, PullConsumer, PullFilter } from './consumers/pull-consumer.repository.js';
export type { BeforeWrite } from './database/database.js';
export { isDiskFull, OwnershipLostError } from './database/errors.js';
export { dropSnapshot, takeSnapshot } from './database/snapshot.js';
export type { ApiKeyChange, ApiKeyRecord, NewApiKey, Scope } from './repositories/api-key.repository.js';
export type { AuditEntry, AuditFilter } from './repositories/audit.repository.js';
export type { Consumer, ConsumerKind } from './repositories/consumer.repository.js';
export type { EventQuery } from './repositories/event.repository.js';
export type { Begun } from './repositories/idempotency.repository.js';
export type { StoredChat } from './repositories/chat-row.js';
export type { ChatFilter } from './repositories/chat.repository.js';
export type { ContactFilter } from './repositories/contact.repository.js';
export type { GroupSummary } from './repositories/group.repository.js';
export type { HistoryHandover, HistoryProgress } from './history/history-intake.js';
export type { MessageFilter, MessagePageRequest } from './repositories/message-query.js';
export type { Page, PageRequest } from './repositories/page.js';
export type { Tally } from './repositories/opinion.repository.js';
export type { Receipt } from './repositories/receipt.repository.js';
export type { MessagePage } from './repositories/message.repository.js';
export { UNFINISHED, type SendError, type SendRecord, type SendState } from './repositories/send.repository.js';
export type { SessionRecord } from './repositories/session.repository.js';
export { openStorage, Storage, type LeasedStores, type SessionStores, type StorageOptions } from './storage.js';
