import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface ReceivedHook {
  at: number;
  headers: IncomingHttpHeaders;
  /** As it came: signatures are over these very bytes. */
  text: string;
  body: {
    eventId: string;
    seq: number;
    session?: string;
    type: string;
    occurredAt: string;
    replayed: boolean;
    data: Record<string, unknown>;
  };
}
type Answer = { status: number; headers?: Record<string, string>; body?: string } | 'hang';

/** An endpoint for webhooks; answers 204 unless told otherwise, and keeps everything. */
export class WebhookReceiver {
  readonly got: ReceivedHook[] = [];
  answer: (hook: ReceivedHook) => Answer | Promise<Answer> = () => ({ status: 204 });
  private readonly waiting = new Set<() => void>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const body = JSON.parse(text) as ReceivedHook['body'];
        const hook = { at: Date.now(), headers: request.headers, text, body };
        receiver.got.push(hook);
        void Promise.resolve(receiver.answer(hook)).then((answer) => {
          if (answer !== 'hang') response.writeHead(answer.status, answer.headers).end(answer.body);
        });
        for (const tell of receiver.waiting) tell();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  /** Resolves when so many have come, with all of them. */
  async taken(count: number): Promise<ReceivedHook[]> {
    await this.until(() => this.got.length >= count);
    return this.got;
  }

  /** Resolves when what has come fulfils a condition; asked after each. */
  async until(done: () => boolean): Promise<void> {
    while (!done()) {
      await new Promise<void>((resolve) => {
        const tell = () => {
          this.waiting.delete(tell);
          resolve();
        };
        this.waiting.add(tell);
      });
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Whether the receiver's library accepts a request under a secret. */
export function verifies({ text, headers }: ReceivedHook, secret: string): boolean {
  try {
    new Webhook(secret).verify(text, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}
