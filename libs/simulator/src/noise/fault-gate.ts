import type { FaultRules } from '../faults/fault-rules.js';
import type { Clock } from '../world/clock.js';
import type { Connection } from './connection.js';
import { children, type Stanza } from './stanza.js';

const factsOf = (node: Stanza) => ({ tag: node.tag, attrs: node.attrs, child: children(node)[0]?.tag });

/** Lets stanzas through the fault rules, which may drop, delay, repeat, spoil or refuse them. */
export class FaultGate {
  constructor(
    private readonly rules: FaultRules,
    private readonly network: Clock,
  ) {}

  /** @param handle called as often as the stanza counts, with the error code to answer with, if any */
  inbound(connection: Connection, node: Stanza, handle: (node: Stanza, refusal?: string) => void): void {
    const action = this.rules.decide(connection.device, 'in', factsOf(node));
    if (action?.type === 'error') handle(node, action.code);
    else this.#carryOut(action, connection, node, handle);
  }

  outbound(connection: Connection, node: Stanza, write: (node: Stanza) => void): void {
    this.#carryOut(this.rules.decide(connection.device, 'out', factsOf(node)), connection, node, write);
  }

  #carryOut(
    action: ReturnType<FaultRules['decide']>,
    connection: Connection,
    node: Stanza,
    pass: (node: Stanza) => void,
  ): void {
    switch (action?.type) {
      case undefined:
      case 'error':
        return pass(node);
      case 'drop':
        return;
      case 'delay':
        this.network.after(action.ms, () => pass(node));
        return;
      case 'duplicate':
        for (let copy = 0; copy < action.copies; copy++) pass(node);
        return;
      case 'corrupt':
        return pass(corrupt(node));
      case 'disconnect':
        return connection.terminate();
    }
  }
}

/** A copy whose ciphertexts fail their MAC. */
function corrupt(node: Stanza): Stanza {
  const { content } = node;
  if (node.tag === 'enc' && content instanceof Uint8Array && content.length > 0) {
    const spoiled = Buffer.from(content);
    spoiled[spoiled.length - 1] = (spoiled.at(-1) ?? 0) ^ 0xff;
    return { ...node, content: spoiled };
  }
  return Array.isArray(content) ? { ...node, content: content.map(corrupt) } : node;
}
