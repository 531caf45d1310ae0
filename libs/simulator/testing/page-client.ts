import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Credential, PageEventName, PageEvents } from '../src/web/facts.js';
import type { Answer, FromPage, Tell, ToPage } from '../src/web/transport/protocol.js';
import type { Simulator } from '../src/simulator.js';

/** What a page says and hears, without a browser. It confirms nothing by itself. */
export class PageClient {
  readonly told: Tell[] = [];
  readonly #socket: WebSocket;
  readonly #answers: Answer[] = [];
  #asked = 0;

  private constructor(sim: Simulator) {
    this.#socket = new WebSocket(`wss://127.0.0.1:${sim.webDoor?.port ?? 0}/ws/chat`, { rejectUnauthorized: false });
    this.#socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as ToPage;
      if ('answer' in message) this.#answers.push(message);
      else this.told.push(message);
      this.#socket.emit('heard');
    });
  }

  static async open(sim: Simulator): Promise<PageClient> {
    const client = new PageClient(sim);
    await once(client.#socket, 'open');
    return client;
  }

  /** Links to the number. */
  static async link(sim: Simulator, pn: string): Promise<{ client: PageClient; credential: Credential }> {
    const client = await PageClient.open(sim);
    await client.ask('hello', { credential: null });
    const { ref } = await client.heard('ref');
    await sim.device.scan({ qr: `${ref},noise,identity,secret,1`, pn });
    const credential = await client.heard('linked');
    await client.ask('hello', { credential });
    return { client, credential };
  }

  async ask(operation: string, input: Record<string, unknown> = {}): Promise<Answer> {
    const ask = ++this.#asked;
    this.#say({ ask, operation, input });
    for (;;) {
      const found = this.#answers.find(({ answer }) => answer === ask);
      if (found) return found;
      await once(this.#socket, 'heard');
    }
  }

  /** The data of the first event of the name. */
  async heard<N extends PageEventName>(event: N): Promise<PageEvents[N]> {
    return (await this.tell(event)).data as PageEvents[N];
  }

  async tell(event: PageEventName): Promise<Tell> {
    for (;;) {
      const found = this.told.find(({ tell }) => tell === event);
      if (found) return found;
      await once(this.#socket, 'heard');
    }
  }

  confirm(item: number | undefined): void {
    this.#say({ done: item ?? 0 });
  }

  async close(): Promise<void> {
    const closed = once(this.#socket, 'close');
    this.#socket.terminate();
    await closed;
  }

  #say(message: FromPage): void {
    this.#socket.send(JSON.stringify(message));
  }
}
