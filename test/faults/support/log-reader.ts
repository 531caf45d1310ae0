import type { ServerProcess, WireEvent } from '../../support/server-process.js';

/** What a consumer that reads by number has seen of one session's log, over all lives of the server. */
export class LogReader {
  readonly events: WireEvent[] = [];

  constructor(readonly session: string) {}

  /** Reads on from where it stands; waits for something new for `seconds` when there is nothing. */
  async read(server: ServerProcess, seconds = 0): Promise<number> {
    const afterSeq = this.events.at(-1)?.seq ?? 0;
    const path = `/v1/sessions/${this.session}/events?afterSeq=${afterSeq}&limit=200&waitSeconds=${seconds}`;
    const { status, body } = await server.call<{ data: WireEvent[] }>('GET', path);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    this.events.push(...body.data);
    return body.data.length;
  }

  /** Reads on until the condition holds; gives up when nothing new came for `patience` seconds. */
  async until(server: ServerProcess, holds: () => boolean, patience = 45): Promise<boolean> {
    let idleSince = performance.now();
    while (!holds()) {
      if ((await this.read(server, 5)) > 0) idleSince = performance.now();
      else if (performance.now() - idleSince > patience * 1000) return false;
    }
    return true;
  }

  /** Ids of the messages that came, one per event. */
  get received(): string[] {
    return this.events.filter(({ type }) => type === 'message.received').map(messageIdOf);
  }

  /** How often somebody was asked to link the session. */
  get links(): number {
    return this.events.filter(({ type, data }) => type === 'session.state_changed' && data['state'] === 'pairing')
      .length;
  }

  /** Numbers that are missing, double or out of order. */
  get misnumbered(): number[] {
    return this.events.map(({ seq }) => seq).filter((seq, index) => seq !== index + 1);
  }
}

const messageIdOf = ({ data }: WireEvent): string => (data['message'] as { messageId: string }).messageId;
