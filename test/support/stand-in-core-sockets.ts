import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';

/** A command of Home Assistant's WebSocket interface. */
export interface Command extends Record<string, unknown> {
  id: number;
  type: string;
}

/** The WebSocket side of a Home Assistant: login, commands in order, and events to whoever subscribed. */
export class CoreSockets {
  readonly logins: boolean[] = [];
  private readonly server = new WebSocketServer({ noServer: true });
  private readonly subscriptions = new Map<WebSocket, Map<string, number>>();

  constructor(
    private readonly token: string,
    /** What is said to a command beside its id; nothing: no answer. */
    private readonly obey: (command: Command) => object | undefined,
  ) {}

  get size(): number {
    return this.subscriptions.size;
  }

  take(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.server.handleUpgrade(request, socket, head, (connection) => this.welcome(connection));
  }

  /** `context`: the id of what caused the event; all steps of one run of a script share one. */
  tell(type: string, data: object, context: string = randomUUID()): void {
    for (const [socket, subscribed] of this.subscriptions) {
      const id = subscribed.get(type);
      if (id === undefined) continue;
      const origin = { origin: 'LOCAL', time_fired: '', context: { id: context, parent_id: null, user_id: null } };
      say(socket, { id, type: 'event', event: { event_type: type, data, ...origin } });
    }
  }

  cut(): void {
    for (const socket of this.server.clients) socket.terminate();
  }

  private welcome(socket: WebSocket): void {
    say(socket, { type: 'auth_required', ha_version: '2026.8.1' });
    let authorised = false;
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as Command;
      if (authorised) return this.answer(socket, message);
      authorised = message.type === 'auth' && message['access_token'] === this.token;
      this.logins.push(authorised);
      if (!authorised) {
        say(socket, { type: 'auth_invalid', message: 'Invalid access token or password' });
        return socket.close();
      }
      this.subscriptions.set(socket, new Map());
      say(socket, { type: 'auth_ok', ha_version: '2026.8.1' });
    });
    socket.on('close', () => this.subscriptions.delete(socket));
    socket.on('error', () => {});
  }

  private answer(socket: WebSocket, command: Command): void {
    if (command.type === 'subscribe_events')
      this.subscriptions.get(socket)?.set(String(command['event_type']), command.id);
    const answer = this.obey(command);
    if (answer) say(socket, { id: command.id, type: 'result', success: true, ...answer });
  }
}

function say(socket: WebSocket, message: object): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}
