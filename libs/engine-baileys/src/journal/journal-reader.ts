import type { BinaryNode } from '@whiskeysockets/baileys';
import { StorageError, type Clock, type Fact, type Journal, type JournalRow, type Logger } from '@columba/core';
import { ciphertextId } from '../signal/plaintext-journal.js';
import type { Reading } from '../facts/reading.js';
import { ciphertextsOf, needsLibrary } from './stanza.js';
import { decodeStanza } from './stanza-codec.js';
import { Unreadable } from './unreadable.js';

/** When the library has not opened a message by then, nor any other meanwhile, we do. */
const PATIENCE_MS = 15_000;
/** Rows that fail in an unexpected way are given up after this many tries, one per start or connection. */
const MOST_ATTEMPTS = 5;
/** How long WhatsApp keeps messages for an absent device; nothing is sent again after that. */
const RESEND_MS = 14 * 24 * 3_600_000;

export interface JournalReaderParts {
  journal: Journal;
  clock: Clock;
  logger: Logger;
  /** Writes facts that do not end a row. */
  emit: (...facts: Fact[]) => void;
  /** Makes something of a stanza. `live`: it has just come. */
  read: (node: BinaryNode, row: JournalRow, live: boolean) => Promise<Reading>;
  /** Takes a part of the phone's history; it settles the row itself. */
  history: (row: JournalRow, part: Extract<Reading, { kind: 'history' }>) => void;
  /** Storage refused; the connection must end. */
  refused: (error: unknown) => void;
}

interface Waiting {
  row: JournalRow;
  node: BinaryNode;
  /** Ciphertexts that the library has not tried yet. */
  sealed: Set<string>;
  line: Line;
  giveUp: () => void;
}

/** The library works off what waited for us in a queue of its own, beside what comes now. */
interface Line {
  /** The last row of which it has tried something, and when. */
  furthest: number;
  progressAt: number;
}

const newLine = (): Line => ({ furthest: 0, progressAt: Number.NEGATIVE_INFINITY });

/**
 * Turns stored stanzas into facts, one at a time: live, as soon as the library has opened them, and otherwise from what
 * is left in the journal.
 */
export class JournalReader {
  private readonly waiting = new Map<number, Waiting>();
  /** Rows by the ciphertexts in them: after a long absence thousands wait. */
  private readonly sealedIn = new Map<string, Set<number>>();
  private readonly lines = { offline: newLine(), live: newLine() };
  /** Rows that wait for the library to act and to store what came of it. */
  private readonly acting = new Map<BinaryNode, JournalRow>();
  private readonly unreadable: Unreadable;
  private queue: Promise<void> = Promise.resolve();
  private refusedOne = false;

  constructor(private readonly parts: JournalReaderParts) {
    this.unreadable = new Unreadable(parts.journal);
  }

  /** A stanza was stored and is about to reach the library. */
  arrived(row: JournalRow, node: BinaryNode): void {
    if (needsLibrary(node)) {
      this.acting.set(node, row);
      return;
    }
    const sealed = new Set(ciphertextsOf(node).map(ciphertextId));
    if (sealed.size === 0) return this.enqueue(row, node, true);
    const line = this.lines[node.attrs.offline === undefined ? 'live' : 'offline'];
    this.waiting.set(row.rid, { row, node, sealed, line, giveUp: this.patience(row.rid) });
    for (const ciphertext of sealed)
      this.sealedIn.set(ciphertext, (this.sealedIn.get(ciphertext) ?? new Set()).add(row.rid));
  }

  /** The library has tried to open a ciphertext. */
  attempted(ciphertext: string): void {
    const rids = this.sealedIn.get(ciphertext) ?? [];
    this.sealedIn.delete(ciphertext);
    for (const rid of rids) {
      const entry = this.waiting.get(rid);
      if (!entry) continue;
      entry.line.furthest = Math.max(entry.line.furthest, rid);
      entry.line.progressAt = this.parts.clock.monotonic();
      entry.sealed.delete(ciphertext);
      if (entry.sealed.size === 0) this.release(rid);
    }
  }

  /** The library has finished with a stanza. */
  handled(node: BinaryNode): void {
    const row = this.acting.get(node);
    if (!row) return;
    this.acting.delete(node);
    this.enqueue(row, node, true);
  }

  /** The connection is gone: what the library did not get to, we read ourselves. */
  connectionEnded(): void {
    for (const { row } of this.waiting.values()) this.release(row.rid);
    this.acting.clear();
  }

  /** Storage refused something that was read: it is still in the journal, also when the recovery was over by then. */
  get behind(): boolean {
    return this.refusedOne;
  }

  /** Reads everything that is left in the journal, but for what only the library can act on. */
  async recover(): Promise<void> {
    await this.idle();
    this.refusedOne = false;
    for (const { row, node } of this.left())
      if (!needsLibrary(node) && !this.waiting.has(row.rid)) this.enqueue(row, node, false);
    await this.idle();
  }

  /** What the library must act on and has not yet, oldest first. */
  unfinished(): BinaryNode[] {
    const busy = new Set([...this.acting.values()].map(({ rid }) => rid));
    const left = this.left().filter(({ row, node }) => needsLibrary(node) && !busy.has(row.rid));
    for (const { row, node } of left) this.acting.set(node, row);
    return left.map(({ node }) => node);
  }

  /** Resolves when everything that could be read so far has been. */
  async idle(): Promise<void> {
    for (let seen: Promise<void> | undefined; seen !== this.queue;) {
      seen = this.queue;
      await seen;
    }
  }

  /** In a line the library takes one after the other: what stands behind what it has just tried has not had its turn. */
  private patience(rid: number): () => void {
    const { clock } = this.parts;
    return clock.after(PATIENCE_MS, () => {
      const entry = this.waiting.get(rid);
      if (!entry) return;
      const { furthest, progressAt } = entry.line;
      const mayStillCome = rid > furthest && clock.monotonic() - progressAt < PATIENCE_MS;
      if (mayStillCome) entry.giveUp = this.patience(rid);
      else this.release(rid);
    });
  }

  private release(rid: number): void {
    const entry = this.waiting.get(rid);
    if (!entry) return;
    this.waiting.delete(rid);
    for (const ciphertext of entry.sealed) this.forget(ciphertext, rid);
    entry.giveUp();
    this.enqueue(entry.row, entry.node, true);
  }

  private forget(ciphertext: string, rid: number): void {
    const rids = this.sealedIn.get(ciphertext);
    rids?.delete(rid);
    if (rids?.size === 0) this.sealedIn.delete(ciphertext);
  }

  private enqueue(row: JournalRow, node: BinaryNode, live: boolean): void {
    this.queue = this.queue.then(() => this.turn(row, node, live));
  }

  private async turn(row: JournalRow, node: BinaryNode, live: boolean): Promise<void> {
    try {
      this.settle(row, await this.parts.read(node, row, live));
    } catch (error) {
      if (error instanceof StorageError) {
        this.refusedOne = true;
        this.parts.refused(error);
      } else this.failed(row, error);
    }
  }

  private settle(row: JournalRow, reading: Reading): void {
    const { journal, emit, logger } = this.parts;
    switch (reading.kind) {
      case 'facts': {
        const { facts, closes } = this.unreadable.close(reading.facts, reading.opened);
        journal.settle(row.rid, facts, reading.cleared, reading.originals);
        for (const rid of closes) if (rid !== row.rid) journal.settle(rid, []);
        return;
      }
      case 'unreadable':
        if (reading.fact) emit(reading.fact);
        this.unreadable.add(row);
        if (this.age(row) > RESEND_MS) return journal.bury(row.rid, 'nobody sent it again');
        return journal.retryLater(row.rid);
      case 'later':
        if (row.attempts + 1 >= MOST_ATTEMPTS) return journal.bury(row.rid, 'the library does nothing with it');
        return journal.retryLater(row.rid);
      case 'history':
        return this.parts.history(row, reading);
      case 'dead':
        logger.warn('A stanza was put aside', { tag: row.tag, reason: reading.reason });
        return journal.bury(row.rid, reading.reason);
    }
  }

  private age({ receivedAt }: JournalRow): number {
    return this.parts.clock.now().getTime() - receivedAt.getTime();
  }

  private failed(row: JournalRow, error: unknown): void {
    const { journal, logger, refused } = this.parts;
    logger.warn('A stanza could not be read', { tag: row.tag, attempts: row.attempts, failure: nameOf(error) });
    try {
      if (row.attempts + 1 >= MOST_ATTEMPTS) journal.bury(row.rid, nameOf(error));
      else journal.retryLater(row.rid);
    } catch (refusal) {
      refused(refusal);
    }
  }

  private left(): { row: JournalRow; node: BinaryNode }[] {
    return this.parts.journal.pending().flatMap((row) => {
      const node = this.stanzaOf(row);
      return node ? [{ row, node }] : [];
    });
  }

  private stanzaOf(row: JournalRow): BinaryNode | undefined {
    try {
      return decodeStanza(row.node);
    } catch (error) {
      this.failed(row, error);
      return undefined;
    }
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
