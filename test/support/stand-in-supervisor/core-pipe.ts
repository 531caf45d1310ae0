import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';

const server = new WebSocketServer({ noServer: true });
/** What the proxy does not let through. */
const BLOCKED = /^(supervisor|hassio)\//;

export function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} No\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** Takes the Supervisor's token from the add-on, logs in to the core with the core's own, and passes on what both say. */
export function pipeCore(
  core: { baseUrl: string; token: string },
  token: string,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  server.handleUpgrade(request, socket, head, (addOn) => {
    addOn.on('error', () => {});
    say(addOn, { type: 'auth_required', ha_version: 'proxy' });
    addOn.once('message', (data: Buffer) => {
      const { access_token: given } = JSON.parse(data.toString()) as { access_token?: string };
      if (given !== token) {
        say(addOn, { type: 'auth_invalid', message: 'Invalid access' });
        return addOn.close();
      }
      pass(addOn, new WebSocket(`${core.baseUrl.replace(/^http/, 'ws')}/api/websocket`), core.token);
    });
  });
}

function pass(addOn: WebSocket, inner: WebSocket, token: string): void {
  let loggedIn = false;
  inner.on('error', () => addOn.terminate());
  inner.on('close', () => addOn.terminate());
  addOn.on('close', () => inner.terminate());
  inner.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as { type?: string };
    if (message.type === 'auth_required') return say(inner, { type: 'auth', access_token: token });
    loggedIn ||= message.type === 'auth_ok';
    if (loggedIn && addOn.readyState === WebSocket.OPEN) addOn.send(data.toString());
    return undefined;
  });
  addOn.on('message', (data: Buffer) => {
    const { id, type } = JSON.parse(data.toString()) as { id?: number; type?: string };
    if (type !== undefined && BLOCKED.test(type))
      return say(addOn, {
        id,
        type: 'result',
        success: false,
        error: { code: 'unauthorized', message: 'Unauthorized' },
      });
    if (inner.readyState === WebSocket.OPEN) inner.send(data.toString());
    return undefined;
  });
}

function say(socket: WebSocket, message: object): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}
