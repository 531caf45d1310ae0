import { DomainError } from '@columba/core';
import { ConfigError } from './config/load-config.js';

/** Why the start failed, in one line for the person who can mend it. */
export function reasonOf(error: unknown): string {
  if (error instanceof ConfigError || error instanceof DomainError) return oneLine(error.message);
  if (!(error instanceof Error)) return 'an unknown error';
  const { code, port, address, path } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE') return `port ${port} is taken by another program; choose another one with COLUMBA_PORT`;
  if (code === 'EADDRNOTAVAIL') return `this machine has no address ${address}; see COLUMBA_HOST`;
  if (code === 'EACCES' && port !== undefined) return `port ${port} is not open to this user; choose one above 1023`;
  if (path !== undefined) return `'${path}' cannot be used (${code}); see COLUMBA_DATA_DIR`;
  return oneLine(error.message);
}

const oneLine = (text: string): string => text.split('\n', 1)[0] ?? '';
