import { describe, expect, it } from '@jest/globals';
import { UsageError, readArguments } from './arguments.js';

describe('the command line', () => {
  it('reads every flag', () => {
    const args = ['--seed', '7', '--state', 's', '--host', '0.0.0.0', '--port', '0', '--control-port', '81', '--demo'];
    const more = ['--public-host', 'simulator', '--web', '--web-port', '82', '--latency-ms', '0'];
    expect(readArguments([...args, ...more])).toEqual({
      simulator: {
        seed: '7',
        state: 's',
        host: '0.0.0.0',
        port: 0,
        controlPort: 81,
        publicHost: 'simulator',
        doors: ['noise', 'web'],
        webPort: 82,
        latencyMs: 0,
      },
      demo: true,
    });
  });

  it.each([
    [['--nope']],
    [['--port', 'x']],
    [['--port', '70000']],
    [['--latency-ms', '1.5']],
    [['extra']],
    [['--seed']],
  ])('refuses %j in one line', (args) => {
    const read = () => readArguments(args);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(/^simulator: [^\n]+$/);
  });
});
