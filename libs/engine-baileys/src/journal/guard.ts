import type { EventEmitter } from 'node:events';
import type { BinaryNode } from '@whiskeysockets/baileys';
import { carriesSettings } from '../app-state/mutations.js';
import { ACKNOWLEDGED_TAGS, needsLibrary } from './stanza.js';

export interface GuardHooks {
  /** Stores the stanza. Whatever it throws means: not stored, so the library must not see (and acknowledge) it. */
  store(node: BinaryNode): void;
  /** Storing failed; from now on no stanza passes. Must end the socket. */
  refused(error: unknown): void;
  /** The library has finished with a stanza; for those of the offline queue only that it has taken it over. */
  handled(node: BinaryNode): void;
  /** One of the library's own listeners failed. Nobody else would hear of it but the process. */
  crashed(event: string, error: unknown): void;
}

const JOURNALED = new Set(ACKNOWLEDGED_TAGS.map((tag) => `CB:${tag}`));
/** The first of several events of every stanza, before the answer to a question reaches who has asked. */
const FIRST = 'frame';

export interface Guard {
  /** Hands a stanza to the library once more, without storing it. */
  replay(node: BinaryNode): Promise<void>;
  /** From now on no stanza that would be acknowledged passes: the connection is over. */
  shut(): void;
}

/**
 * Stands between a socket and the library's listeners: stanzas that will be acknowledged are stored first, and a
 * listener that fails, at once or later, is reported instead of becoming an unhandled rejection.
 */
export function guard(socket: EventEmitter, hooks: GuardHooks): Guard {
  let shut = false;

  /** Settles when every listener has, and never rejects. */
  const deliver = (event: string, args: unknown[]): { heard: boolean; settled: Promise<unknown> } => {
    const listeners = socket.rawListeners(event);
    const results = listeners.map(async (listener) => {
      try {
        await (Reflect.apply(listener, socket, args) as unknown);
      } catch (error) {
        hooks.crashed(event, error);
      }
    });
    return { heard: listeners.length > 0, settled: Promise.all(results) };
  };

  /** False when it is not stored, and must not pass. */
  const stored = (node: BinaryNode): boolean => {
    if (shut) return false;
    try {
      hooks.store(node);
      return true;
    } catch (error) {
      shut = true;
      hooks.refused(error);
      return false;
    }
  };

  const deliverStored = (event: string, node: BinaryNode): boolean => {
    if (!stored(node)) return true;
    const { heard, settled } = deliver(event, [forLibrary(node)]);
    void settled.then(() => hooks.handled(node));
    return heard;
  };

  socket.emit = (name: string | symbol, ...args: unknown[]): boolean => {
    const event = String(name);
    const [node] = args;
    if (carriesSettings(node) && (event === FIRST ? !stored(node) : shut)) return true;
    return JOURNALED.has(event) ? deliverStored(event, args[0] as BinaryNode) : deliver(event, args).heard;
  };
  return {
    async replay(node) {
      if (!shut) await deliver(`CB:${node.tag}`, [live(node)]).settled;
    },
    shut() {
      shut = true;
    },
  };
}

function forLibrary(node: BinaryNode): BinaryNode {
  if (needsLibrary(node)) return live(node);
  return node.tag === 'message' && node.attrs.recipient ? withoutOwnAddress(node) : node;
}

/**
 * A copy of what another device of this account wrote names our own other address. The library would take it for the
 * recipient's and then encrypt for that person with the wrong session.
 */
const withoutOwnAddress = (node: BinaryNode): BinaryNode => without(node, 'sender_pn', 'sender_lid');

/**
 * The same stanza without the mark of the offline queue. The library handles marked ones in a queue of its own and never
 * tells when; where the library must act first, we must know when the effect is stored.
 */
const live = (node: BinaryNode): BinaryNode => without(node, 'offline');

function without(node: BinaryNode, ...names: string[]): BinaryNode {
  const attrs = Object.fromEntries(Object.entries(node.attrs).filter(([name]) => !names.includes(name)));
  return { ...node, attrs };
}
