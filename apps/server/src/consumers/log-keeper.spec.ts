import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseSessionName } from '@columba/core';
import { aFact, ManualClock } from '@columba/core/testing';
import { openStorage, type Storage } from '@columba/storage';
import { RecordingLogger } from '../../../../test/support/recording-logger.js';
import { ConsumerDirectory } from '../relay/consumer-directory.js';
import { LogKeeper } from './log-keeper.js';

const HOME = parseSessionName('home');
const DAY_MS = 24 * 3600 * 1000;

let directory: string;
let clock: ManualClock;
let storage: Storage;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'columba-keeper-'));
  clock = new ManualClock();
  storage = openStorage({ directory, clock });
});
afterEach(() => {
  storage.close();
  rmSync(directory, { recursive: true });
});

const record = (n: number) => storage.inbox.record(HOME, [aFact('label.removed', {}, { n })]);
const seqs = () => storage.events.list({ limit: 10 }).map(({ seq }) => seq);

describe("the log's keeper", () => {
  it('goes by no age while the clock is wrong, and still keeps the log within its room', async () => {
    const session = { clockOffsetMs: -40 * DAY_MS };
    const config = { consumers: { eventDays: 30, eventCount: 2, eventMegabytes: 2_000 } };
    const logger = new RecordingLogger();
    const keeper = new LogKeeper(config, storage, clock, logger, new ConsumerDirectory(), { all: () => [session] });
    for (const n of [1, 2, 3]) record(n);
    await clock.advance(40 * DAY_MS);
    await keeper.tidy();
    expect(seqs()).toEqual([2, 3]);
    expect(record(1)).toEqual([]);
    session.clockOffsetMs = 0;
    await keeper.tidy();
    expect(seqs()).toEqual([]);
    expect(logger.messages('error')).toEqual([]);
  });
});
