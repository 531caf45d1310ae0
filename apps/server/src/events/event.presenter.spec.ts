import { describe, expect, it } from '@jest/globals';
import { EVENT_TYPES } from '@columba/core';
import { aMessage, anEvent } from '@columba/core/testing';
import { toEventDto } from './event.presenter.js';
import { eventSchema } from './events.schema.js';

const at = (event: { storedAt: Date }, laterMs: number) => new Date(event.storedAt.getTime() + laterMs);
const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('toEventDto', () => {
  it.each(EVENT_TYPES)('presents %s as the document says', (type) => {
    const event = anEvent(type);
    const wire = overTheWire(toEventDto(event as never, at(event, 0)));
    expect(eventSchema.parse(wire)).toEqual(wire);
  });

  it('shows a received text in the form of the contract', () => {
    const event = anEvent('message.received', { message: aMessage() }, { seq: 812 });
    expect(overTheWire(toEventDto(event, at(event, 0)))).toEqual({
      eventId: event.eventId,
      seq: 812,
      session: 'home',
      type: 'message.received',
      occurredAt: '2026-01-02T03:04:00.000Z',
      replayed: false,
      data: {
        message: {
          messageId: '3EB0000000000000000001',
          chat: { id: '4915100000901@s.whatsapp.net', kind: 'person', phone: '+4915100000901' },
          from: { id: '4915100000901@s.whatsapp.net', phone: '+4915100000901', lid: '20000000009001@lid', name: 'Ann' },
          fromMe: false,
          occurredAt: '2026-01-02T03:04:00.000Z',
          content: { kind: 'text', text: 'Hello' },
          origin: 'contact',
          mentions: [],
          forwarded: false,
          starred: false,
        },
      },
    });
  });

  it('is replayed when it came late, or is read more than a minute after it was stored', () => {
    const live = anEvent('message.received');
    expect(toEventDto(live, at(live, 60_000)).replayed).toBe(false);
    expect(toEventDto(live, at(live, 60_001)).replayed).toBe(true);
    expect(toEventDto({ ...live, late: true }, at(live, 0)).replayed).toBe(true);
  });
});
