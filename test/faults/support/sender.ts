import { randomUUID } from 'node:crypto';
import type { ServerProcess, WireEvent } from '../../support/server-process.js';
import type { SimulatorProcess } from '../../support/simulator-process.js';

interface Request {
  key: string;
  chat: string;
  text: string;
  messageId?: string;
}

interface Shown {
  key: { id: string };
  content?: { text?: string };
}

const FINAL = ['sent', 'delivered', 'read', 'played', 'failed'];

/** A client that does as it should: one key per send, and the same request again until it gets an answer. */
export class Sender {
  readonly requests: Request[] = [];

  constructor(private readonly session: string) {}

  ask(chat: string, text: string): void {
    this.requests.push({ key: randomUUID(), chat, text });
  }

  get unanswered(): Request[] {
    return this.requests.filter(({ messageId }) => messageId === undefined);
  }

  /** Sends what has no answer yet. What the server's death cuts off, or what is refused for now, stays without. */
  async submit(server: ServerProcess): Promise<void> {
    for (const request of this.unanswered) {
      try {
        await this.post(server, request);
      } catch {
        return; // the server has died; the next life gets the same request
      }
    }
  }

  private async post(server: ServerProcess, request: Request): Promise<void> {
    const { status, body } = await server.call<{ messageId: string }>(
      'POST',
      `/v1/sessions/${this.session}/messages?waitFor=none`,
      { chatId: `+${request.chat}`, content: { kind: 'text', text: request.text } },
      { 'idempotency-key': request.key },
    );
    if (status === 200 || status === 202) request.messageId = body.messageId;
    else if (status !== 409 && status !== 503) throw new Error(`a send was refused: ${status} ${JSON.stringify(body)}`);
  }

  /** Accepted sends of which the log tells no end yet. */
  unfinished(events: readonly WireEvent[]): string[] {
    const ended = new Set(
      events
        .filter(({ type, data }) => type === 'message.status_changed' && FINAL.includes(String(data['status'])))
        .map(({ data }) => data['messageId']),
    );
    return this.requests.flatMap(({ messageId }) => (messageId && !ended.has(messageId) ? [messageId] : []));
  }

  /** Texts that a recipient's phone shows twice, and those that it does not show though WhatsApp took them. */
  async shown(simulator: SimulatorProcess, events: readonly WireEvent[]): Promise<{ twice: string[]; lost: string[] }> {
    const failed = new Set(
      events
        .filter(({ type, data }) => type === 'message.status_changed' && data['status'] === 'failed')
        .map(({ data }) => data['messageId']),
    );
    const counts = new Map<string, number>();
    for (const chat of new Set(this.requests.map((request) => request.chat)))
      for (const { content } of await simulator.control<Shown[]>('recipient.view', { pn: chat }))
        if (content?.text !== undefined) counts.set(content.text, (counts.get(content.text) ?? 0) + 1);
    const times = ({ text }: Request) => counts.get(text) ?? 0;
    return {
      twice: this.requests.filter((request) => times(request) > 1).map(({ text }) => text),
      lost: this.requests
        .filter((request) => times(request) === 0 && !failed.has(request.messageId))
        .map(({ text }) => text),
    };
  }
}
