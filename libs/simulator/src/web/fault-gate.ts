import type { FaultRules, StanzaFacts } from '../faults/fault-rules.js';
import type { Clock } from '../world/clock.js';
import type { MessageFact, PageEventName } from './facts.js';
import type { PageConnection } from './transport/page-connection.js';
import type { Ask } from './transport/protocol.js';

/** A page operation is to the rules what a stanza is: its name is the tag, its plain values are the attributes. */
function factsOf(tag: string, data: unknown): StanzaFacts {
  const entries = typeof data === 'object' && data !== null ? Object.entries(data) : [];
  const attrs = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { tag, attrs: Object.fromEntries(attrs) };
}

/** What a page shows of a message that it cannot decrypt. */
const unreadable = (message: MessageFact): MessageFact => ({ ...message, fields: { type: 'ciphertext' } });

/** Lets operations and events through the fault rules. There is no ciphertext: "corrupt" makes a message unreadable, and loses the rest. */
export class PageFaultGate {
  constructor(
    private readonly rules: FaultRules,
    private readonly network: Clock,
  ) {}

  /** @param handle called as often as the operation counts, with the error code to answer with, if any */
  inbound(page: PageConnection, { operation, input }: Ask, handle: (refusal?: string) => void): void {
    this.#carryOut(page, 'in', factsOf(operation, input), handle);
  }

  outbound(page: PageConnection, event: PageEventName, data: unknown, write: (data: unknown) => void): void {
    const spoiled = event === 'message' ? () => write(unreadable(data as MessageFact)) : () => {};
    this.#carryOut(page, 'out', factsOf(event, data), () => write(data), spoiled);
  }

  #carryOut(
    page: PageConnection,
    direction: 'in' | 'out',
    facts: StanzaFacts,
    pass: (refusal?: string) => void,
    spoil: () => void = () => {},
  ): void {
    const action = this.rules.decide(page.device, direction, facts);
    switch (action?.type) {
      case undefined:
        return pass();
      case 'error':
        return pass(action.code);
      case 'drop':
        return;
      case 'corrupt':
        return spoil();
      case 'delay':
        this.network.after(action.ms, () => pass());
        return;
      case 'duplicate':
        for (let copy = 0; copy < action.copies; copy++) pass();
        return;
      case 'disconnect':
        return page.terminate();
    }
  }
}
