import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Contact, fact, type Jid, parseJid } from '@columba/core';
import {
  HOME,
  LID,
  numberOf,
  OTHER_LID,
  OTHER_PHONE,
  PHONE,
  received,
  StorageFixture,
  textFrom,
} from '../../testing/fixture.js';

let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

let told = 0;
const record = (...facts: Parameters<StorageFixture['storage']['inbox']['record']>[1]) =>
  fixture.storage.inbox.record(HOME, facts);
const updated = (id: Jid, contact: Partial<Contact>, changed = Object.keys(contact)) =>
  fact('contact.updated', { contact: { id, ...contact }, changed }, ['c', String(told++)], { occurredAt: new Date(0) });
const contact = (id: Jid = PHONE) => fixture.storage.contacts.get(HOME, id);
const found = (search: string) =>
  fixture.storage.contacts.list(HOME, { limit: 50 }, { search }).data.map(({ id }) => id);

describe('a contact', () => {
  it('keeps each name with its source, and shows the address book’s first', () => {
    record(received(textFrom({ id: PHONE, name: 'annie' }, 'A')));
    expect(contact()).toMatchObject({ name: 'annie', pushName: 'annie', business: false, blocked: false });
    record(updated(PHONE, { verifiedName: 'Ann Ltd', business: true, pictureId: 'P1', about: 'Hi', blocked: true }));
    expect(contact()).toMatchObject({ name: 'Ann Ltd', business: true, blocked: true, pictureId: 'P1', about: 'Hi' });
    record(updated(PHONE, { savedName: 'Ann Example' }));
    expect(contact()).toMatchObject({ name: 'Ann Example', savedName: 'Ann Example', pushName: 'annie' });
    expect(fixture.storage.people.person(HOME, PHONE).name).toBe('Ann Example');
  });

  it('loses what is told as changed without a value', () => {
    record(updated(PHONE, { savedName: 'Ann', pushName: 'annie', pictureId: 'P1' }));
    record(updated(PHONE, {}, ['savedName', 'pictureId']));
    expect(contact()).toMatchObject({ name: 'annie' });
    expect(contact()).not.toHaveProperty('savedName');
    expect(contact()).not.toHaveProperty('pictureId');
  });

  it('is one for phone and LID, with all that was known of either', () => {
    record(updated(PHONE, { savedName: 'Ann', blocked: true }), updated(LID, { pushName: 'annie', about: 'Hi' }));
    expect(fixture.storage.contacts.list(HOME, { limit: 9 }).data).toHaveLength(2);
    record(received(textFrom({ id: LID, phone: numberOf(PHONE) }, 'A')));
    const joined = {
      id: PHONE,
      lid: LID,
      name: 'Ann',
      savedName: 'Ann',
      pushName: 'annie',
      about: 'Hi',
      blocked: true,
    };
    expect(fixture.storage.contacts.list(HOME, { limit: 9 }).data).toMatchObject([joined]);
    expect(contact(LID)).toMatchObject(joined);
    expect(found('annie')).toEqual([PHONE]);
  });

  it('is better known when WhatsApp was asked, without news for anybody but who somebody is', () => {
    fixture.storage.observations.contact(HOME, { id: LID, about: 'Hi' });
    const before = fixture.storage.events.lastPos();
    fixture.storage.observations.contact(HOME, { id: LID, phone: numberOf(PHONE), about: 'Ho' });
    expect(contact()).toMatchObject({ id: PHONE, lid: LID, about: 'Ho' });
    const events = fixture.storage.events.list({ afterPos: before, limit: 9 });
    expect(events.map(({ type }) => type)).toEqual(['identity.changed']);
  });
});

const narrowed = (filter: object) => fixture.storage.contacts.list(HOME, { limit: 9 }, filter).data.map(({ id }) => id);

describe('the list of contacts', () => {
  beforeEach(() => {
    record(
      updated(PHONE, { savedName: 'Öznur Müller' }),
      updated(OTHER_PHONE, { pushName: 'zoe', blocked: true }),
      updated(OTHER_LID, { verifiedName: 'Bäckerei', business: true }),
      updated(LID, {}),
    );
  });

  it('is in the order of names, those without one last', () => {
    const { data } = fixture.storage.contacts.list(HOME, { limit: 9 });
    expect(data.map(({ id }) => id)).toEqual([OTHER_LID, PHONE, OTHER_PHONE, LID]);
  });

  it('is paged, also when a name changes meanwhile', () => {
    const first = fixture.storage.contacts.list(HOME, { limit: 2 });
    record(updated(OTHER_LID, { savedName: 'Aaron' }));
    const second = fixture.storage.contacts.list(HOME, { limit: 2, cursor: String(first.next) });
    expect(second.data.map(({ id }) => id)).toEqual([OTHER_PHONE, LID]);
    expect(second.next).toBeUndefined();
  });

  it('can be narrowed', () => {
    expect(narrowed({ saved: true })).toEqual([PHONE]);
    expect(narrowed({ saved: false })).toEqual([OTHER_LID, OTHER_PHONE, LID]);
    expect(narrowed({ blocked: true })).toEqual([OTHER_PHONE]);
    expect(narrowed({ business: true })).toEqual([OTHER_LID]);
  });

  it.each([
    ['muller', [PHONE]],
    ['ÖZN', [PHONE]],
    ['back', [OTHER_LID]],
    ['+49 (151) 2345', [PHONE]],
    ['004915198', [OTHER_PHONE]],
    [parseJid('+49 151 98765432'), [OTHER_PHONE]],
    [LID, [LID]],
    ['nobody', []],
    ['%', []],
    ["' OR 1=1 --", []],
  ])('finds %s', (search, ids) => {
    expect(found(search)).toEqual(ids);
  });
});
