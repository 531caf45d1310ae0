import { TOKEN, type ServerProcess } from '../../support/server-process.js';

interface StreamedEvent {
  eventId: string;
  seq: number;
  session: string;
}

/** A browser's view of the event stream: it comes back with the id that it saw last. */
export class SseConsumer {
  readonly events: StreamedEvent[] = [];
  private lastId: string | undefined;

  /** Reads until the connection ends, for whatever reason. */
  async follow({ url }: ServerProcess): Promise<void> {
    const headers = { 'x-api-key': TOKEN, ...(this.lastId === undefined ? {} : { 'last-event-id': this.lastId }) };
    let rest = '';
    try {
      const { body } = await fetch(new URL('/v1/events/stream', url), { headers });
      for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) {
        const blocks = (rest + part).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) this.take(block);
      }
    } catch {
      return; // the server has died; what was not complete comes again
    }
  }

  private take(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
    const [id, data] = [field('id'), field('data')];
    if (id === undefined || data === undefined) return;
    this.events.push(JSON.parse(data) as StreamedEvent);
    this.lastId = id;
  }
}
