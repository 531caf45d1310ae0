import { makeWASocket, type BinaryNode, type proto, type SignalKeyStoreWithTransaction } from '@whiskeysockets/baileys';
import { NotConnectedError, StorageError, type EngineContext, type JournalRow, within } from '@columba/core';
import { LabelBook } from '../app-state/label-book.js';
import { StoredSettings } from '../app-state/stored-settings.js';
import { withMappingsAtHand } from '../auth/mappings-at-hand.js';
import { signalKeyStore } from '../auth/signal-keys.js';
import type { Identity } from '../auth/identity.js';
import type { BaileysOptions } from '../baileys.options.js';
import { CallBook } from '../calls/call-book.js';
import { readCall } from '../facts/call.facts.js';
import { readMessage } from '../facts/message.facts.js';
import { readNotification } from '../facts/notification.facts.js';
import { readPeer } from '../facts/peer.facts.js';
import { readReceipt } from '../facts/receipt.facts.js';
import type { Reader, Reading, ReadScope } from '../facts/reading.js';
import { readSettings } from '../facts/settings.facts.js';
import { GroupCache } from '../groups/group-cache.js';
import { toGroupError } from '../groups/group-errors.js';
import { HistoryDesk } from '../history/history-desk.js';
import type { ImportParts } from '../history/history-import.js';
import { HistoryMapper } from '../history/history-mapper.js';
import { keepTokens } from '../history/trust-tokens.js';
import { guard } from '../journal/guard.js';
import { receiptFailpoints } from '../journal/receipt-failpoints.js';
import { JournalReader } from '../journal/journal-reader.js';
import { isPeer, type AcknowledgedTag } from '../journal/stanza.js';
import { encodeStanza } from '../journal/stanza-codec.js';
import { fetchFile } from '../media/fetch-file.js';
import { MediaBook } from '../media/media-book.js';
import { OriginalBook } from '../messages/originals/original-book.js';
import { PollBook } from '../messages/polls/poll-book.js';
import { learnMapping, learnMembers } from '../people/learn-mapping.js';
import { LidBook } from '../people/lid-book.js';
import { NameBook } from '../people/name-book.js';
import type { Me } from '../people/parties.js';
import { PresenceWishes } from '../presence/presence-wishes.js';
import { libraryLogger } from '../quiet/library-logger.js';
import { signalRepository, signalTransactions, type SignalParts, type SignalRepository } from '../signal/repository.js';
import { SenderKeyRotation } from '../signal/sender-key-rotation.js';
import { leaveDurably } from './durable-way-out.js';
import { toStorageDisconnect } from './disconnect.mapper.js';
import { socketCaches, socketConfig } from './socket-config.js';
import { SocketLife, type LifeListener } from './socket-life.js';

const READERS: Record<AcknowledgedTag, Reader> = {
  message: readMessage,
  receipt: readReceipt,
  call: readCall,
  notification: readNotification,
};

/** One identity with everything that belongs to it: its keys, its journal and, one after the other, its sockets. */
export class LinkedDevice {
  readonly book: LidBook;
  readonly originals: OriginalBook;
  private readonly names: NameBook;
  readonly polls: PollBook;
  readonly media: MediaBook;
  readonly labels: LabelBook;
  readonly settings: StoredSettings;
  readonly calls: CallBook;
  readonly groups: GroupCache;
  readonly senderKeys: SenderKeyRotation;
  readonly presence: PresenceWishes;
  private readonly logger;
  private readonly keys;
  private readonly transactions: SignalKeyStoreWithTransaction;
  private readonly caches;
  private readonly reader: JournalReader;
  private readonly history: HistoryDesk;
  /** Opens ciphertexts without a connection. Made anew with each socket, because it remembers mappings. */
  private offline: SignalRepository;
  private life: SocketLife | undefined;
  /** Until the first connection after a phone has accepted this device. */
  private linking: boolean;

  constructor(
    private readonly context: EngineContext,
    private readonly options: BaileysOptions,
    readonly identity: Identity,
  ) {
    this.linking = !identity.paired;
    this.logger = libraryLogger(context.logger);
    this.keys = signalKeyStore(withMappingsAtHand(context.keys), (error) => this.refused(error));
    this.transactions = signalTransactions(this.keys, this.logger);
    this.book = new LidBook(this.keys);
    this.names = new NameBook(context.keys);
    this.originals = new OriginalBook(context.originals, context.sent);
    this.polls = new PollBook(context.keys, context.sent, this.book);
    this.media = new MediaBook(this.originals);
    this.labels = new LabelBook(context.keys);
    this.settings = new StoredSettings(this.keys);
    this.calls = new CallBook(context.clock);
    this.groups = new GroupCache(context.clock, (group) => this.askGroup(group));
    this.presence = new PresenceWishes(this.book, context.logger);
    this.caches = socketCaches(context.clock);
    this.offline = this.repository();
    const address = (jid: string) => this.offline.jidToSignalProtocolAddress(jid);
    this.senderKeys = new SenderKeyRotation(context.keys, this.transactions, address);
    this.history = new HistoryDesk({
      context,
      importParts: (signal) => this.importParts(signal),
      fetch: (notice, signal) => this.fetchHistory(notice, signal),
      refused: (error) => this.refused(error),
    });
    this.reader = new JournalReader({
      journal: context.journal,
      clock: context.clock,
      logger: context.logger,
      emit: (...facts) => context.emit(...facts),
      read: (node, row, live) => this.read(node, row, live),
      history: (row, { notice, cleared }) => this.history.take(row, notice, cleared),
      refused: (error) => this.refused(error),
    });
  }

  get me(): Me {
    const { me } = this.identity.creds;
    return me?.lid ? { id: me.id, lid: me.lid } : { id: me?.id ?? '' };
  }

  connect(listener: LifeListener): SocketLife {
    const { context, options, identity, logger, caches } = this;
    this.offline = this.repository();
    const socket = makeWASocket(
      socketConfig({
        options,
        sent: context.sent,
        caches,
        groups: this.groups,
        logger,
        auth: { creds: identity.creds, keys: this.keys },
        makeSignalRepository: (_auth, _logger, askLids) => this.repositoryOfSocket(askLids),
      }),
    );
    const answerDue = receiptFailpoints(socket.ws);
    const left = leaveDurably(socket.ws, {
      secure: () => context.journal.secure(),
      refused: (error) => this.refused(error),
    });
    const stanzas = guard(socket.ws, {
      store: (node) => {
        this.store(node);
        answerDue();
      },
      refused: (error) => this.refused(error),
      handled: (node) => this.reader.handled(node),
      crashed: (event, error) => this.crashed(event, error),
    });
    this.life = new SocketLife(socket, stanzas, context.clock, options, listener, left);
    return this.life;
  }

  /** Reads what is left in the journal, before the first connection and after each. */
  async recover(): Promise<void> {
    this.reader.connectionEnded();
    if (this.identity.paired) await this.reader.recover();
  }

  /** Hands what the library has not acted on to it once more, and fetches settings of which there are none. */
  async catchUp(life: SocketLife): Promise<void> {
    try {
      if (this.reader.behind) await this.reader.recover();
      for (const node of this.reader.unfinished()) {
        await life.guard.replay(node);
        this.reader.handled(node);
      }
    } catch (error) {
      return this.refused(error);
    }
    // Just linked, the library fetches everything as soon as the phone has shared its key.
    const { linking } = this;
    this.linking = false;
    if (linking || !this.identity.creds.myAppStateKeyId) return;
    try {
      const missing = await this.settings.missing();
      if (missing.length > 0) await life.socket.resyncAppState(missing, true);
    } catch (error) {
      this.context.logger.warn('The settings of the account could not be fetched', { error });
    }
  }

  /** Ends what is read beside the live traffic; it goes on at the next start. */
  stopHistory(): Promise<void> {
    return this.history.stop();
  }

  /** Resolves when all that came has been read. */
  idle(): Promise<void> {
    return this.reader.idle();
  }

  /** Storage refused a write: nothing more may be acknowledged. */
  refused(error: unknown): void {
    this.context.logger.error('Storage refused a write; the connection ends', { error });
    this.life?.end(toStorageDisconnect(error));
  }

  /** The library closes the repository as the first thing when it ends a socket. */
  private repositoryOfSocket(askLids: SignalParts['askLids']): SignalRepository {
    const repository = this.repository(askLids);
    const close = () => {
      repository.close?.();
      this.life?.closing();
    };
    return { ...repository, close };
  }

  private repository(askLids?: SignalParts['askLids']): SignalRepository {
    const { logger, identity } = this;
    const attempted = askLids && ((ciphertext: string) => this.reader.attempted(ciphertext));
    return signalRepository(
      { creds: identity.creds, logger, ...(askLids ? { askLids } : {}), ...(attempted ? { attempted } : {}) },
      this.transactions,
    );
  }

  private async askGroup(group: string) {
    if (!this.life) throw new NotConnectedError('This session is not connected to WhatsApp');
    const { socket } = this.life;
    try {
      const data = await within(this.context.clock, this.options.queryTimeoutMs, socket.groupMetadata(group));
      await learnMembers(data, this.offline);
      return data;
    } catch (error) {
      throw toGroupError(error);
    }
  }

  private store(node: BinaryNode): void {
    const { id = '', from = '' } = node.attrs;
    const receivedAt = this.context.clock.now();
    this.senderKeys.heard(node);
    const row = this.context.journal.add({ tag: node.tag, id, from, receivedAt, node: encodeStanza(node) });
    if (node.tag === 'notification' && node.attrs.type === 'w:gp2') this.groups.changed(from);
    this.reader.arrived(row, node);
  }

  private async read(node: BinaryNode, row: JournalRow, live: boolean): Promise<Reading> {
    const { me, book, names, originals, polls, media, labels, settings, calls, offline: repository } = this;
    const scope: ReadScope = {
      me,
      book,
      names,
      originals,
      polls,
      media,
      labels,
      settings,
      calls,
      repository,
      sent: this.context.sent,
      receivedAt: row.receivedAt,
      late: !live || node.attrs.offline !== undefined,
    };
    if (isPeer(node)) return readPeer(node, scope, { hasAppStateKeys: (ids) => settings.hasKeys(ids) });
    // Something may have to be downloaded, and all that came later waits.
    if (node.tag === 'iq') return within(this.context.clock, this.options.queryTimeoutMs, readSettings(node, scope));
    const reader = READERS[node.tag as AcknowledgedTag];
    if (!reader) return { kind: 'dead', reason: 'unknown kind of stanza' };
    if (node.tag === 'message' && !live) await learnMapping(node, me, repository);
    return reader(node, scope);
  }

  private fetchHistory(notice: proto.Message.IHistorySyncNotification, signal: AbortSignal) {
    const { agent, mediaStallMs: stallMs, mediaHost } = this.options;
    const parts = { clock: this.context.clock, stallMs, signal, ...(agent ? { agent } : {}) };
    return fetchFile(notice, 'md-msg-hist', parts, mediaHost);
  }

  private importParts(signal: AbortSignal): ImportParts {
    const { book, me, context, transactions, offline } = this;
    return {
      mapper: new HistoryMapper(book, me, this.media),
      store: context.history,
      learn: async (identities) => {
        const pairs = identities.map(({ phone, lid }) => ({ pn: phone, lid }));
        await offline.lidMapping.storeLIDPNMappings(pairs);
      },
      keepTokens: (chats) => keepTokens(chats, transactions, book),
      signal,
    };
  }

  private crashed(event: string, error: unknown): void {
    if (error instanceof StorageError) return this.refused(error);
    this.context.logger.warn('The library failed on something that came in', {
      event: event.replace(/[,:].*$/, ''),
      failure: error instanceof Error ? error.name : 'unknown',
    });
    // A frame that cannot be read leaves the cipher of the connection out of step.
    if (event === 'message') this.life?.end({ message: 'A frame could not be read', attrs: {} });
  }
}
