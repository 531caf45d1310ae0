import { expect } from '@jest/globals';
import { acquainted } from './people.contract.js';
import type { ContractSuite, Facet } from './suite.js';

export function describePresence(suite: ContractSuite): void {
  suite.facet('presence', (facet) => {
    ownPresence(facet);
    othersPresence(facet);
  });
}

function ownPresence(facet: Facet): void {
  facet.behaviour('presence.own', 'a contact who looks sees it', async (t) => {
    const contact = await acquainted(t);
    await contact.follow(t.owner.jid);
    for (const presence of ['available', 'unavailable'] as const) {
      await t.engine.presence.set(presence);
      await contact.seesPresence(t.owner.jid, presence);
    }
  });

  facet.bothAddresses('presence.inChat', 'the contact sees typing, recording and the end of it', async (t, contact) => {
    await t.receive(contact);
    await t.engine.presence.set('available');
    for (const presence of ['composing', 'recording', 'paused'] as const) {
      await t.engine.presence.setInChat(contact.shownAs, presence);
      await contact.seesPresence(t.owner.jid, presence);
    }
  });
}

function othersPresence(facet: Facet): void {
  facet.bothAddresses('presence.subscribe', 'from then on it is told', async (t, contact) => {
    await t.receive(contact);
    await t.engine.presence.set('available');
    await t.engine.presence.subscribe(contact.shownAs);
    for (const presence of ['available', 'unavailable'] as const) {
      await contact.presence(presence);
      const { data } = await t.facts.next(
        'presence.changed',
        ({ data }) => data.participant.id === contact.shownAs && data.presence === presence,
      );
      expect(data.chat).toBe(contact.shownAs);
    }
  });

  facet.bothAddresses('presence.subscribe', 'and until it is no longer wanted', async (t, contact) => {
    await t.receive(contact);
    await t.engine.presence.set('available');
    await t.engine.presence.subscribe(contact.shownAs);
    await contact.presence('available');
    await t.facts.next('presence.changed', ({ data }) => data.participant.id === contact.shownAs);
    await t.engine.presence.unsubscribe(contact.shownAs);
    // Nobody confirms it; what is asked after it is answered after it.
    await t.engine.contacts.check([contact.jid]);
    const before = t.facts.of('presence.changed').length;
    await contact.presence('unavailable');
    await t.receive(contact);
    expect(t.facts.of('presence.changed')).toHaveLength(before);
  });

  facet.bothAddresses('receiving', 'that a contact types or records is told', async (t, contact) => {
    await t.receive(contact);
    await t.engine.presence.set('available');
    await t.engine.presence.subscribe(contact.shownAs);
    for (const presence of ['composing', 'recording', 'paused'] as const) {
      await contact.presenceIn(t.owner.jid, presence);
      await t.facts.next('presence.changed', ({ data }) => data.chat === contact.shownAs && data.presence === presence);
    }
  });

  facet.behaviour('receiving', 'who types in a group is told', async (t) => {
    const contact = await t.contact();
    const group = await t.ownGroup(contact);
    await t.engine.presence.set('available');
    await contact.presenceIn(group, 'composing');
    const { data } = await t.facts.next('presence.changed', ({ data }) => data.chat === group);
    expect(data).toMatchObject({ participant: { id: contact.jid }, presence: 'composing' });
  });
}
