import { describe, expect, it } from '@jest/globals';
import { StorageError } from '@columba/core';
import { ConfigError } from './config/load-config.js';
import { reasonOf } from './start-failure.js';

const systemError = (fields: object) => Object.assign(new Error('no\nstack'), fields);

describe('reasonOf', () => {
  it.each([
    [new ConfigError('COLUMBA_PORT must be a whole number'), 'COLUMBA_PORT must be a whole number'],
    [new StorageError('The database is damaged'), 'The database is damaged'],
    [
      systemError({ code: 'EADDRINUSE', port: 8066 }),
      'port 8066 is taken by another program; choose another one with COLUMBA_PORT',
    ],
    [
      systemError({ code: 'EADDRNOTAVAIL', address: '10.1.1.1', port: 1 }),
      'this machine has no address 10.1.1.1; see COLUMBA_HOST',
    ],
    [systemError({ code: 'EACCES', port: 80 }), 'port 80 is not open to this user; choose one above 1023'],
    [systemError({ code: 'EACCES', path: '/x' }), "'/x' cannot be used (EACCES); see COLUMBA_DATA_DIR"],
    [systemError({}), 'no'],
    ['odd', 'an unknown error'],
  ])('tells %p in one line', (error, line) => expect(reasonOf(error)).toBe(line));
});
