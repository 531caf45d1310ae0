import { describe, expect, it } from '@jest/globals';
import { StorageError } from '@columba/core';
import { ANN, webSessions, type SimulatedSession } from '../testing/simulated.js';

const sessions = webSessions();

/** The link cannot be written down, once; everything else can. */
function failToKeep({ context: { credentials } }: SimulatedSession): void {
  const save = credentials.save.bind(credentials);
  credentials.save = () => {
    credentials.save = save;
    throw new StorageError('The disk is full');
  };
}

async function linkInVain(session: SimulatedSession): Promise<void> {
  failToKeep(session);
  await session.engine.start();
  await session.scan();
  await session.state('reconnecting');
}

describe('a link that could not be stored when the phone made it', () => {
  it('is stored by the next browser', async () => {
    const session = await sessions.session();
    await linkInVain(session);
    await session.state('connected');
    expect(session.context.credentials.load().kind).toBe('found');
    await session.receive(ANN, 'Hello');
  });

  it('is there for the next process', async () => {
    const session = await sessions.session();
    await linkInVain(session);
    await session.engine.stop();
    expect(session.context.credentials.load().kind).toBe('absent');
    session.again();
    await session.engine.start();
    await session.state('connected');
  });
});
