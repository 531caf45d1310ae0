import type { WireEvent } from '../../support/in-process-server.js';

const WAIT_SECONDS = 10;

/** Waits for what a gateway writes into its log, over the native API and without sleeping. */
export class EventTail {
  constructor(
    private readonly baseUrl: string,
    private readonly token: string,
    private readonly session = 'home',
  ) {}

  /** The first event that matches, also one of the past. @throws Error when none comes */
  async find(match: (event: WireEvent) => boolean): Promise<WireEvent> {
    for (let afterSeq = 0; ;) {
      const query = `afterSeq=${afterSeq}&waitSeconds=${WAIT_SECONDS}&limit=200`;
      const answer = await fetch(`${this.baseUrl}/v1/sessions/${this.session}/events?${query}`, {
        headers: { 'X-Api-Key': this.token },
      });
      const { data } = (await answer.json()) as { data: WireEvent[] };
      const found = data.find(match);
      if (found) return found;
      const last = data.at(-1);
      if (!last) throw new Error(`no such event within ${WAIT_SECONDS} seconds`);
      afterSeq = last.seq;
    }
  }

  /** An event of this type with this in its data. */
  async told(type: string, data: Record<string, unknown> = {}): Promise<void> {
    const said = JSON.stringify(Object.entries(data));
    await this.find(
      (event) =>
        event.type === type && JSON.stringify(Object.keys(data).map((name) => [name, event.data[name]])) === said,
    );
  }

  /** A message of somebody else is in the store. */
  async received(id: string): Promise<void> {
    await this.find(({ data }) => (data['message'] as { messageId?: string } | undefined)?.messageId === id);
  }
}
