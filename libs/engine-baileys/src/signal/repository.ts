import {
  addTransactionCapability,
  type AuthenticationCreds,
  type SignalKeyStore,
  type SignalKeyStoreWithTransaction,
  type SocketConfig,
} from '@whiskeysockets/baileys';
// Not exported by the package's index; the contract spec tells when it moves.
import { makeLibSignalRepository } from '@whiskeysockets/baileys/lib/Signal/libsignal.js';
import { withoutHistory } from '../history/history-notice.js';
import { LidBook } from '../people/lid-book.js';
import { isMe, type Me } from '../people/parties.js';
import { ciphertextId, PlaintextJournal, type Opened } from './plaintext-journal.js';
import { knowsSenderKey } from './sender-keys.js';

type LibraryRepository = ReturnType<SocketConfig['makeSignalRepository']>;
type DecryptArgs = Parameters<LibraryRepository['decryptMessage']>[0];
type DecryptGroupArgs = Parameters<LibraryRepository['decryptGroupMessage']>[0];

/** The library's cipher with a memory: what was opened once is opened again from the journal. */
export interface SignalRepository extends LibraryRepository {
  open(args: DecryptArgs): Promise<Opened>;
  openGroup(args: DecryptGroupArgs): Promise<Opened>;
}

export interface SignalParts {
  creds: AuthenticationCreds;
  keys: SignalKeyStore;
  logger: SocketConfig['logger'];
  /** Asks WhatsApp which hidden identities belong to phones; absent while there is no connection. */
  askLids?: Parameters<SocketConfig['makeSignalRepository']>[2];
  /** Told after each attempt to open a ciphertext, when its plaintext is durable or when it failed. */
  attempted?: (ciphertext: string) => void;
}

/** One padding byte: an empty message. The library then sends its ordinary receipt and makes nothing of it. */
const EMPTY = Uint8Array.of(1);

/**
 * Transactions of our own instead of the socket's. The library runs a whole send inside one transaction of the
 * account, in which a recipient's session is neither locked against a message coming in from that recipient nor
 * written before the bytes leave. Here each ratchet step is one transaction, locked per person, and durable first.
 */
export const signalTransactions = (
  keys: SignalKeyStore,
  logger: SocketConfig['logger'],
): SignalKeyStoreWithTransaction =>
  // The default of 10 commits, 3 s apart, would hold up all messages while the disk is in trouble.
  addTransactionCapability(keys, logger, { maxCommitRetries: 1, delayBetweenTriesMs: 0 });

export function signalRepository(parts: Omit<SignalParts, 'keys'>, keys: SignalKeyStoreWithTransaction) {
  const { creds, logger, askLids, attempted } = parts;
  const inner = makeLibSignalRepository({ creds, keys }, logger, askLids);
  const journal = new PlaintextJournal(keys);
  const book = new LidBook(keys);
  const address = (jid: string) => inner.jidToSignalProtocolAddress(jid);

  /** One lock per person, whichever address or device is meant. */
  const lockOf = async (jid: string): Promise<string> => {
    const lid = jid.endsWith('@s.whatsapp.net') ? await book.otherWire(jid) : undefined;
    return `person ${(lid ?? jid).replace(/[:@].*$/, '')}`;
  };
  const locked = async <T>(jid: string, work: () => Promise<T>): Promise<T> =>
    keys.transaction(work, await lockOf(jid));
  const authorsOf = async (jid: string, prefix = ''): Promise<string[]> => {
    const other = await book.otherWire(jid);
    return [jid, ...(other ? [other] : [])].map((alias) => prefix + address(alias));
  };
  const told = async (bytes: Uint8Array, opening: Promise<Opened>): Promise<Opened> => {
    try {
      return await opening;
    } finally {
      attempted?.(ciphertextId(bytes));
    }
  };
  const open = async (args: DecryptArgs): Promise<Opened> => {
    const [authors, lock] = await Promise.all([authorsOf(args.jid), lockOf(args.jid)]);
    const sealed = { bytes: args.ciphertext, authors, lock };
    return told(
      args.ciphertext,
      journal.open(sealed, () => inner.decryptMessage(args)),
    );
  };
  const openGroup = async (args: DecryptGroupArgs): Promise<Opened> => {
    const sealed = {
      bytes: args.msg,
      authors: await authorsOf(args.authorJid, `${args.group} `),
      lock: args.group,
    };
    return told(
      args.msg,
      journal.open(sealed, () => inner.decryptGroupMessage(args)),
    );
  };

  const repository: SignalRepository = {
    ...inner,
    open,
    openGroup,
    decryptMessage: async (args) => {
      const text = textOf(await open(args));
      return isMe(args.jid, ownAddresses(creds)) ? withoutHistory(text) : text;
    },
    decryptGroupMessage: async (args) => textOf(await openGroup(args)),
    processSenderKeyDistributionMessage: (args) =>
      keys.transaction(async () => {
        if (await knowsSenderKey(keys, args.item, address(args.authorJid))) return;
        await inner.processSenderKeyDistributionMessage(args);
      }, args.item.groupId ?? 'group'),
    encryptMessage: (args) => locked(args.jid, () => inner.encryptMessage(args)),
    injectE2ESession: (args) => locked(args.jid, () => inner.injectE2ESession(args)),
    migrateSession: (from, to) => locked(to, () => inner.migrateSession(from, to)),
  };
  return repository;
}

const ownAddresses = ({ me }: AuthenticationCreds): Me => ({ id: me?.id ?? '', ...(me?.lid ? { lid: me.lid } : {}) });

const textOf = ({ plain, cleared }: Opened): Uint8Array => (cleared ? EMPTY : plain);
