import { expect } from '@jest/globals';
import { JPEG } from './media-samples.js';
import { failsWith, type Stage } from './stage.js';
import type { ScriptedPerson } from './scripted.js';
import type { ContractSuite, Facet } from './suite.js';

export function describePeople(suite: ContractSuite): void {
  suite.facet('contacts', (facet) => {
    checking(facet);
    seeing(facet);
    blocking(facet);
    changes(facet);
    addressBook(facet);
  });
  suite.facet('profile', profile);
  suite.facet('calls', calls);
}

function checking(facet: Facet): void {
  facet.behaviour('contacts.check', 'tells who has an account', async (t) => {
    const contact = await t.contact();
    const stranger = t.harness.strangerJid();
    const [known, unknown] = await t.engine.contacts.check([contact.jid, stranger]);
    expect(known).toMatchObject({ asked: contact.jid, exists: true, person: { id: contact.jid } });
    expect(unknown).toEqual({ asked: stranger, exists: false });
  });

  facet.behaviour('contacts.check', 'more than 50 at once are refused', async (t) => {
    const many = Array.from({ length: 51 }, () => t.harness.strangerJid());
    await failsWith('invalid_input', t.engine.contacts.check(many));
  });
}

function seeing(facet: Facet): void {
  facet.bothAddresses('contacts.picture', 'is what the contact has set', async (t, contact) => {
    await t.receive(contact);
    expect(await t.engine.contacts.picture(contact.shownAs)).toBeUndefined();
    await contact.setPicture(JPEG.bytes);
    const picture = await t.engine.contacts.picture(contact.shownAs);
    expect(picture?.mimeType).toBe('image/jpeg');
    expect(picture?.bytes).toEqual(JPEG.bytes);
  });

  facet.behaviour('contacts.picture', 'one that is taken away or hidden is not there', async (t) => {
    const contact = await t.contact();
    await contact.setPicture(JPEG.bytes);
    await contact.showPicture(false);
    expect(await t.engine.contacts.picture(contact.jid)).toBeUndefined();
    await contact.showPicture(true);
    expect(await t.engine.contacts.picture(contact.jid)).toBeDefined();
    await contact.setPicture(null);
    expect(await t.engine.contacts.picture(contact.jid)).toBeUndefined();
  });

  facet.bothAddresses('contacts.about', 'is what the contact has written', async (t, contact) => {
    await t.receive(contact);
    await contact.setAbout('At the lake');
    expect((await t.engine.contacts.about(contact.shownAs))?.text).toBe('At the lake');
  });
}

function blocking(facet: Facet): void {
  facet.behaviour('contacts.block', 'who has no account cannot be blocked', async (t) => {
    await failsWith('not_on_whatsapp', t.engine.contacts.block(t.harness.strangerJid(), true));
  });

  facet.behaviour('contacts.block', 'a blocked contact does not get through, until unblocked', async (t) => {
    const contact = await t.contact();
    await t.receive(contact);
    const told = (blocked: boolean) =>
      t.facts.next(
        'contact.updated',
        ({ data }) => data.contact.id === contact.jid && data.contact.blocked === blocked,
      );
    await t.engine.contacts.block(contact.jid, true);
    await told(true);
    expect(await t.engine.contacts.listBlocked()).toContain(contact.jid);
    const id = await contact.send(t.owner.jid, { kind: 'text', text: 'Let me in' });
    await t.quiet();
    expect(t.facts.of('message.received').filter(({ data }) => data.message.key.id === id)).toEqual([]);
    await t.engine.contacts.block(contact.jid, false);
    await told(false);
    expect(await t.engine.contacts.listBlocked()).not.toContain(contact.jid);
    await t.receive(contact, 'Thank you');
  });

  facet.bothAddresses('receiving', 'whom the owner blocks and unblocks on the phone is told', async (t, contact) => {
    await t.receive(contact);
    for (const blocked of [true, false]) {
      await t.owner.block(contact.shownAs, blocked);
      await t.facts.next(
        'contact.updated',
        ({ data }) => data.contact.id === contact.shownAs && data.contact.blocked === blocked,
      );
    }
    await t.receive(contact, 'Thank you');
  });

  facet.behaviour('contacts.saveName', 'the name is known from then on', async (t) => {
    const contact = await t.contact();
    await t.receive(contact);
    await t.engine.contacts.saveName(contact.jid, 'Uncle Bob');
    await t.facts.next(
      'contact.updated',
      ({ data }) => data.contact.id === contact.jid && data.contact.savedName === 'Uncle Bob',
    );
    await t.owner.seesContact(contact.jid, 'Uncle Bob');
  });
}

function changes(facet: Facet): void {
  facet.behaviour('receiving', 'a contact with a new name or picture is told', async (t) => {
    const contact = await t.contact();
    await t.receive(contact);
    const changed = (name: string) =>
      t.facts.next('contact.updated', ({ data }) => data.contact.id === contact.jid && data.changed.includes(name));
    await contact.rename('Robert');
    await t.receive(contact, 'New name, old me');
    expect((await changed('pushName')).data.contact.pushName).toBe('Robert');
    await contact.setPicture(JPEG.bytes);
    await changed('picture');
  });
}

function addressBook(facet: Facet): void {
  facet.behaviour('receiving', 'who is written into the address book on the phone is told', async (t) => {
    const contact = await t.contact();
    await t.owner.saveContact(contact.jid, 'Aunt Ida');
    const { data } = await t.facts.next('contact.updated', ({ data }) => data.contact.id === contact.jid);
    expect(data).toMatchObject({ contact: { savedName: 'Aunt Ida' }, changed: ['savedName'] });
  });

  facet.behaviour('receiving', 'the address book and the settings of before are told after linking', async (t) => {
    const contact = await t.contact();
    const { facts } = await t.linkAfter(async (owner) => {
      await owner.saveContact(contact.jid, 'Old friend');
      await owner.chats.pin(contact.jid, true);
    });
    await facts.next('contact.updated', ({ data }) => data.contact.savedName === 'Old friend');
    await facts.next('chat.updated', ({ data }) => data.chat.id === contact.jid && data.chat.pinned === true);
  });
}

/** A contact who has written before. */
export async function acquainted(t: Stage): Promise<ScriptedPerson> {
  const contact = await t.contact();
  await t.receive(contact);
  return contact;
}

function profile(facet: Facet): void {
  facet.behaviour('profile.name', 'a contact sees the new name', async (t) => {
    const contact = await acquainted(t);
    await t.engine.profile.setName('House');
    await t.sendText(contact.jid);
    await contact.seesProfile(t.owner.jid, ({ name }) => name === 'House');
  });

  facet.behaviour('profile.about', 'a contact sees the new text', async (t) => {
    const contact = await acquainted(t);
    await t.engine.profile.setAbout('All lights are off');
    await contact.seesProfile(t.owner.jid, ({ about }) => about === 'All lights are off');
  });

  facet.behaviour('profile.picture', 'a contact sees the new picture, and that it is gone', async (t) => {
    const contact = await acquainted(t);
    await t.engine.profile.setPicture(JPEG.bytes);
    await contact.seesProfile(t.owner.jid, ({ picture }) => picture !== undefined);
    await t.engine.profile.setPicture(null);
    await contact.seesProfile(t.owner.jid, ({ picture }) => picture === undefined);
  });

  facet.behaviour('profile.picture', 'what is no JPEG is refused', (t) =>
    failsWith('invalid_input', t.engine.profile.setPicture(Uint8Array.of(1, 2, 3))),
  );
}

function calls(facet: Facet): void {
  facet.bothAddresses('receiving', 'a call is told, and that it was missed', async (t, contact) => {
    await t.receive(contact);
    const callId = await contact.call(t.owner.jid, { video: true });
    const { data } = await t.facts.next('call.offered', ({ data }) => data.callId === callId);
    expect(data).toMatchObject({ from: { id: contact.shownAs }, video: true, group: false });
    await contact.hangUp(callId);
    const ended = await t.facts.next('call.ended', ({ data }) => data.callId === callId);
    expect(ended.data).toMatchObject({ from: { id: contact.shownAs }, outcome: 'missed' });
  });

  facet.behaviour('receiving', 'a call that nobody answers is told as missed when it has rung out', async (t) => {
    const contact = await t.contact();
    const callId = await contact.call(t.owner.jid);
    await t.facts.next('call.offered', ({ data }) => data.callId === callId);
    await contact.hangUp(callId, { nobodyAnswered: true });
    const { data } = await t.facts.next('call.ended', ({ data }) => data.callId === callId);
    expect(data).toMatchObject({ from: { id: contact.jid }, outcome: 'missed' });
  });

  facet.behaviour('receiving', 'a call of a group says so, and who began it', async (t) => {
    const contact = await t.contact();
    const group = await t.ownGroup(contact, await t.contact());
    const callId = await contact.call(group);
    const { data } = await t.facts.next('call.offered', ({ data }) => data.callId === callId);
    expect(data).toMatchObject({ from: { id: contact.jid }, video: false, group: true });
    await contact.hangUp(callId);
    const ended = await t.facts.next('call.ended', ({ data }) => data.callId === callId);
    expect(ended.data).toMatchObject({ from: { id: contact.jid }, outcome: 'missed' });
  });

  facet.behaviour('calls.reject', 'a call of a group is rejected for oneself', async (t) => {
    const contact = await t.contact();
    const group = await t.ownGroup(contact, await t.contact());
    const callId = await contact.call(group);
    await t.facts.next('call.offered', ({ data }) => data.callId === callId);
    await t.engine.calls.reject(callId, contact.jid);
    await contact.seesCall(callId, 'rejected');
    const { data } = await t.facts.next('call.ended', ({ data }) => data.callId === callId);
    expect(data.outcome).toBe('rejected');
    await failsWith('not_found', t.engine.calls.reject(callId, contact.jid));
  });

  for (const [how, outcome] of [
    ['accept', 'accepted_elsewhere'],
    ['reject', 'rejected'],
  ] as const)
    facet.behaviour('receiving', `a call that the owner answers on the phone is told as ${outcome}`, async (t) => {
      const contact = await t.contact();
      const callId = await contact.call(t.owner.jid);
      await t.facts.next('call.offered', ({ data }) => data.callId === callId && !data.video);
      await t.owner.answerCall(callId, how);
      await t.facts.next('call.ended', ({ data }) => data.callId === callId && data.outcome === outcome);
    });

  facet.bothAddresses('calls.reject', 'the caller sees that the call was rejected', async (t, contact) => {
    await t.receive(contact);
    const callId = await contact.call(t.owner.jid);
    await t.facts.next('call.offered', ({ data }) => data.callId === callId);
    await t.engine.calls.reject(callId, contact.shownAs);
    await contact.seesCall(callId, 'rejected');
    const { data } = await t.facts.next('call.ended', ({ data }) => data.callId === callId);
    expect(data.outcome).toBe('rejected');
  });

  facet.behaviour('calls.reject', 'a call that is not there is not found', async (t) => {
    await failsWith('not_found', t.engine.calls.reject('0000000000000000', (await t.contact()).jid));
  });
}
