import { describe, expect, it } from '@jest/globals';
import { EVENT_TYPES, lidJid, phoneJid, type ContactsPort } from '../src/index.js';
import { aFact, anEvent } from './event-factories.js';
import { ANN, ME, aMessage, aPerson } from './factories.js';
import { onlyPlanned } from './unplanned.js';

describe('the factories', () => {
  it.each(EVENT_TYPES)('make an event and a fact of type %s', (type) => {
    expect(anEvent(type)).toMatchObject({ type, seq: 1, session: 'home', late: false });
    expect(aFact(type)).toMatchObject({ type, late: false });
    expect(anEvent(type)).toEqual(anEvent(type));
  });

  it('take overrides at every level', () => {
    const event = anEvent('message.status_changed', { status: 'read' }, { seq: 12, late: true });
    expect(event).toMatchObject({ seq: 12, pos: 12, late: true, data: { status: 'read', chat: ANN } });
    expect(event.eventId).toBe('01900000-0000-7000-8000-000000000012');
    expect(anEvent('message.received').chat).toBe(ANN);
  });

  it('make an own message of one that is from me', () => {
    expect(aMessage({ key: { fromMe: true } })).toMatchObject({ from: { id: ME }, origin: 'api', status: 'sent' });
    expect(aMessage().status).toBeUndefined();
  });

  it('give a person only what follows from the address', () => {
    expect(aPerson({ id: lidJid('123456789') })).toEqual({ id: '123456789@lid', lid: '123456789@lid' });
    expect(aPerson({ id: phoneJid('491511234567'), name: 'Bea' })).toEqual({
      id: '491511234567@s.whatsapp.net',
      phone: '+491511234567',
      name: 'Bea',
    });
  });
});

describe('a stand-in', () => {
  it('does what was planned, and names what was not', async () => {
    const contacts = onlyPlanned<ContactsPort>('ContactsPort', { listBlocked: async () => [ANN] });
    expect(await contacts.listBlocked()).toEqual([ANN]);
    expect(() => contacts.block(ANN, true)).toThrow('Unplanned use of ContactsPort.block');
  });
});
