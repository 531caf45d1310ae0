import type { IncomingMessage, Server } from 'node:http';

type Listener = (request: IncomingMessage, ...rest: unknown[]) => void;

/**
 * Keeps the listeners that a server has for upgrades away from those of one path. The framework's own adapter ends every
 * upgrade that it does not know.
 */
export function keepUpgrades(server: Server, path: string): void {
  for (const listener of server.listeners('upgrade') as Listener[]) {
    server.off('upgrade', listener);
    server.on('upgrade', (request: IncomingMessage, ...rest: unknown[]) => {
      if (!isBelow(request.url, path)) listener.call(server, request, ...rest);
    });
  }
}

const isBelow = (url = '/', path: string): boolean => (url.split('?', 1)[0] ?? '').startsWith(`${path}/`);
