import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { silentLogger } from '@columba/core';
import { Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { MemoryLog } from '../../../../test/support/memory-log.js';
import { message } from '../../../../test/support/messages.js';
import { memoryStorage } from '../../../../test/support/memory-storage.js';
import { StandInHomeAssistant } from '../../../../test/support/stand-in-home-assistant.js';
import { passUntil, SteppedClock } from '../../../../test/support/stepped-clock.js';
import { CLOCK, LOGGER, STORAGE } from '../common/tokens.js';
import { HaEventsConfig } from './ha-events.config.js';
import { HaEventsModule } from './ha-events.module.js';

const clock = new SteppedClock();
const log = new MemoryLog(() => clock.now());
let homeAssistant: StandInHomeAssistant;
let app: TestingModule;

beforeEach(async () => {
  homeAssistant = await StandInHomeAssistant.create();
  await homeAssistant.become('running');
  const { baseUrl, token } = homeAssistant;
  const providers = [
    { provide: HaEventsConfig, useValue: new HaEventsConfig({ baseUrl, token }) },
    { provide: STORAGE, useValue: memoryStorage(log) },
    { provide: CLOCK, useValue: clock },
    { provide: LOGGER, useValue: silentLogger },
  ];
  @Global()
  @Module({ providers, exports: providers })
  class Platform {}
  app = await Test.createTestingModule({ imports: [Platform, HaEventsModule] }).compile();
});

afterEach(() => homeAssistant.close());

it('starts and stops with the application', async () => {
  await app.init();
  log.append('message.received', { message: message() });
  await passUntil(clock, () => homeAssistant.fired.length > 0);
  expect(await homeAssistant.heard(1)).toMatchObject([{ name: 'whatsapp_message_received' }]);
  await app.close();
  expect(log.listening).toBe(0);
  expect(clock.pendingTimers).toBe(0);
});
