import { phoneJid } from '@columba/core';
import { fakeCapabilities } from '@columba/core/testing';
import { InProcessServer, TOKEN } from '../../support/in-process-server.js';
import type { ConformanceColumn } from './column.js';

/** The engine in memory: the whole server in this process, on a world of its own. */
export const fakeColumn: ConformanceColumn = {
  engine: 'fake',
  capabilities: fakeCapabilities(),
  async start(env) {
    const server = await InProcessServer.start({ env });
    const owner = await server.linked();
    let strangers = 0;
    return {
      baseUrl: await server.app.getUrl(),
      token: TOKEN,
      owner,
      contact: async () => server.world.person(),
      strangerJid: () => phoneJid(`4999900000${(strangers++ % 90) + 10}`),
      stop: () => server.stop(),
    };
  },
};
