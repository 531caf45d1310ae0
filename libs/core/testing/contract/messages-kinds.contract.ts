import { expect } from '@jest/globals';
import { STATUS_JID, type OutgoingContent, type OutgoingMedia } from '../../src/index.js';
import type { ScriptedContent, ScriptedMedia } from './scripted.js';
import { JPEG, MP4, OGG, PDF, WEBP } from './media-samples.js';
import type { Stage } from './stage.js';
import type { ContractSuite, Facet } from './suite.js';

const VCARD = 'BEGIN:VCARD\nVERSION:3.0\nFN:Bea\nTEL;type=CELL;waid=4915100000902:+49 151 00000902\nEND:VCARD';
const STARTS_AT = new Date('2030-05-01T10:00:00.000Z');

export function describeKinds(suite: ContractSuite): void {
  suite.facet('messages: sending other kinds', (facet) => {
    sendingMedia(facet);
    sendingData(facet);
    sendingChoices(facet);
    sendingElsewhere(facet);
    statuses(facet);
  });
  suite.facet('messages: receiving other kinds', (facet) => {
    receivingMedia(facet);
    receivingData(facet);
    receivingChoices(facet);
  });
}

/** Sends a file and expects it, byte by byte, on the other side. */
function mediaArrives(
  facet: Facet,
  sample: { bytes: Uint8Array; mimeType: string; fileName?: string },
  make: (media: OutgoingMedia) => Extract<OutgoingContent, { media: OutgoingMedia }>,
): void {
  const { kind } = make({ file: '', mimeType: '', sizeBytes: 0 });
  facet.bothAddresses(`messages.send.${kind}`, 'it arrives byte by byte', async (t, contact) => {
    const content = make(await t.me.file(sample.bytes, sample.mimeType, sample.fileName));
    const { media, ...rest } = content;
    const { id } = await t.send(contact.shownAs, content);
    const seen = await contact.seesMessage(t.owner.jid, id);
    expect(seen.content).toMatchObject({
      ...rest,
      media: { mimeType: sample.mimeType, sizeBytes: sample.bytes.length },
    });
    if (kind === 'document') expect(seen.content).toMatchObject({ media: { fileName: media.fileName } });
    expect(seen.bytes).toEqual(sample.bytes);
  });
}

function sendingMedia(facet: Facet): void {
  mediaArrives(facet, JPEG, (media) => ({ kind: 'image', media, caption: 'A picture' }));
  mediaArrives(facet, MP4, (media) => ({ kind: 'video', media, caption: 'A film', style: 'normal' }));
  mediaArrives(facet, OGG, (media) => ({ kind: 'audio', media }));
  mediaArrives(facet, OGG, (media) => ({ kind: 'voice', media }));
  mediaArrives(facet, PDF, (media) => ({ kind: 'document', media, caption: 'A paper' }));
  mediaArrives(facet, WEBP, (media) => ({ kind: 'sticker', media }));

  facet.behaviour('messages.send.image', 'to be viewed once', async (t) => {
    const contact = await t.contact();
    const media = await t.me.file(JPEG.bytes, JPEG.mimeType);
    const { id } = await t.send(contact.jid, { kind: 'image', media, viewOnce: true });
    expect((await contact.seesMessage(t.owner.jid, id)).content).toMatchObject({ kind: 'image', viewOnce: true });
  });

  facet.behaviour('messages.send.video', 'as a looping gif', async (t) => {
    const contact = await t.contact();
    const media = await t.me.file(MP4.bytes, MP4.mimeType);
    const { id } = await t.send(contact.jid, { kind: 'video', media, style: 'gif' });
    expect((await contact.seesMessage(t.owner.jid, id)).content).toMatchObject({ kind: 'video', style: 'gif' });
  });

  facet.behaviour('messages.send.image', 'a file that is not there is a failed medium', async (t) => {
    const media = { ...(await t.me.file(JPEG.bytes, JPEG.mimeType)), file: '/columba/no/such/file.jpg' };
    const sent = t.engine.messages.send(
      (await t.contact()).jid,
      { kind: 'image', media },
      { messageId: t.harness.newMessageId() },
    );
    await expect(sent).rejects.toMatchObject({ code: 'media_failed' });
  });
}

async function arrives(t: Stage, content: OutgoingContent, expected: object = content): Promise<void> {
  const contact = await t.contact();
  const { id } = await t.send(contact.jid, content);
  expect((await contact.seesMessage(t.owner.jid, id)).content).toMatchObject(expected);
}

function sendingData(facet: Facet): void {
  facet.behaviour('messages.send.location', 'a place with its name and address', (t) =>
    arrives(t, { kind: 'location', latitude: 52.5163, longitude: 13.3777, name: 'Gate', address: 'Pariser Platz' }),
  );
  facet.behaviour('messages.send.contact', 'a contact card', (t) =>
    arrives(
      t,
      { kind: 'contact', contacts: [{ name: 'Bea', phones: ['+4915100000902'], vcard: VCARD }] },
      { kind: 'contact', contacts: [{ name: 'Bea', vcard: VCARD }] },
    ),
  );
  facet.behaviour('messages.send.event', 'a calendar event', (t) =>
    arrives(t, {
      kind: 'event',
      name: 'Harvest',
      startsAt: STARTS_AT,
      description: 'Bring baskets',
      location: 'Garden',
    }),
  );
}

function sendingChoices(facet: Facet): void {
  facet.behaviour('messages.send.poll', 'a poll with its options', (t) =>
    arrives(t, { kind: 'poll', question: 'Tea?', options: ['Yes', 'No', 'Coffee'], selectableCount: 1 }),
  );
  facet.behaviour('messages.send.buttons', 'buttons', (t) =>
    arrives(t, { kind: 'buttons', text: 'Gate?', buttons: [{ id: 'open', text: 'Open' }], footer: 'Columba' }),
  );
  facet.behaviour('messages.send.list', 'a list', (t) =>
    arrives(t, {
      kind: 'list',
      text: 'Which light?',
      buttonText: 'Choose',
      sections: [{ title: 'Downstairs', rows: [{ id: 'hall', title: 'Hall' }] }],
    }),
  );
}

function sendingElsewhere(facet: Facet): void {
  facet.behaviour('messages.send.groupInvite', 'an invitation that lets the contact in', async (t) => {
    const contact = await t.contact();
    const group = await t.ownGroup();
    const { id } = await t.send(contact.jid, { kind: 'groupInvite', groupId: group, caption: 'Come in' });
    const { content } = await contact.seesMessage(t.owner.jid, id);
    expect(content).toMatchObject({ kind: 'groupInvite', groupId: group, groupName: 'Garden', caption: 'Come in' });
    if (content.kind !== 'groupInvite') return;
    await contact.groups.join(content.code);
    await contact.seesGroup(group, (seen) => seen !== undefined);
  });

  facet.behaviour('statuses.post', 'a status is shown to those who know the account', async (t) => {
    const contact = await t.contact();
    await t.receive(contact);
    const { id } = await t.sendText(STATUS_JID, 'All quiet');
    expect(await contact.seesMessage(STATUS_JID, id)).toMatchObject({
      from: t.owner.jid,
      content: { text: 'All quiet' },
    });
  });
}

function statuses(facet: Facet): void {
  for (const [kind, sample, words] of [
    ['image', JPEG, { caption: 'My view' }],
    ['voice', OGG, {}],
  ] as const)
    facet.behaviour('statuses.post', `${kind}: with its file`, async (t) => {
      const contact = await t.contact();
      await t.receive(contact);
      const media = await t.me.file(sample.bytes, sample.mimeType);
      const { id } = await t.send(STATUS_JID, { kind, media, ...words });
      expect(await contact.seesMessage(STATUS_JID, id)).toMatchObject({
        content: { kind, ...words },
        bytes: sample.bytes,
      });
    });

  facet.behaviour('statuses.post', 'who has seen it is told', async (t) => {
    const contact = await t.contact();
    await t.receive(contact);
    const { id } = await t.sendText(STATUS_JID, 'All quiet');
    await contact.seesMessage(STATUS_JID, id);
    await contact.receipt(STATUS_JID, id, 'read');
    const { data } = await t.facts.next(
      'message.status_changed',
      ({ data }) => data.messageId === id && data.status === 'read',
    );
    expect(data).toMatchObject({ chat: STATUS_JID, participant: contact.jid });
  });

  facet.behaviour('statuses.post', 'it can be taken back', async (t) => {
    const contact = await t.contact();
    await t.receive(contact);
    const key = await t.sendText(STATUS_JID, 'Never mind');
    await contact.seesMessage(STATUS_JID, key.id);
    await t.engine.messages.revoke(key, t.harness.newMessageId());
    await contact.seesMessage(STATUS_JID, key.id, ({ revoked }) => revoked);
  });

  facet.behaviour('statuses.post', 'only those named see it, where somebody is named', async (t) => {
    const [one, other] = [await t.contact(), await t.contact()];
    for (const contact of [one, other]) await t.receive(contact);
    const { id } = await t.sendText(STATUS_JID, 'For one', { audience: [one.jid] });
    await one.seesMessage(STATUS_JID, id);
    await t.sendText(other.jid, 'Nothing to see');
    expect((await other.messagesIn(STATUS_JID)).map((message) => message.id)).not.toContain(id);
  });

  facet.behaviour('receiving', "that a contact's status was seen reaches the contact", async (t) => {
    const contact = await t.contact();
    await t.receive(contact);
    const { key } = await t.receive(contact, 'My day', { chat: STATUS_JID });
    await t.engine.messages.markRead([key]);
    await contact.seesMessage(STATUS_JID, key.id, ({ receipts }) => receipts[t.owner.jid] === 'read');
  });

  facet.behaviour('receiving', 'that a contact takes a status back is told', async (t) => {
    const contact = await t.contact();
    await t.receive(contact);
    const { key } = await t.receive(contact, 'My day', { chat: STATUS_JID });
    await contact.revoke(STATUS_JID, key.id);
    const { data } = await t.facts.next('message.revoked', ({ data }) => data.messageId === key.id);
    expect(data).toMatchObject({ chat: STATUS_JID, by: { id: contact.jid }, scope: 'everyone' });
  });
}

function receivingMedia(facet: Facet): void {
  const samples: ScriptedMedia[] = [
    { kind: 'image', ...JPEG, caption: 'A picture' },
    { kind: 'video', ...MP4, caption: 'A film' },
    { kind: 'audio', ...OGG },
    { kind: 'voice', ...OGG },
    { kind: 'document', ...PDF, caption: 'A paper' },
    { kind: 'sticker', ...WEBP },
  ];
  for (const sample of samples)
    facet.behaviour('receiving', `${sample.kind}: told at once, with the facts of its file`, async (t) => {
      const { content } = await t.receive(await t.contact(), sample);
      const { kind, bytes, mimeType, caption, fileName } = sample;
      expect(content).toMatchObject({ kind, media: { state: 'pending', mimeType, sizeBytes: bytes.length } });
      if (caption) expect(content).toMatchObject({ caption });
      if (kind === 'document') expect(content).toMatchObject({ media: { fileName } });
    });
}

function receivingData(facet: Facet): void {
  const received = (title: string, sent: ScriptedContent, expected: object = sent) =>
    facet.behaviour('receiving', title, async (t) => {
      expect((await t.receive(await t.contact(), sent)).content).toMatchObject(expected);
    });
  received('location: with name and address', {
    kind: 'location',
    latitude: 52.5163,
    longitude: 13.3777,
    name: 'Gate',
    address: 'Pariser Platz',
  });
  received('location: of somebody who shares the way, as live', {
    kind: 'location',
    latitude: 52.5163,
    longitude: 13.3777,
    live: true,
  });
  received(
    'contact: with the numbers of its card',
    { kind: 'contact', contacts: [{ name: 'Bea', phones: ['+4915100000902'], vcard: VCARD }] },
    { kind: 'contact', contacts: [{ name: 'Bea', phones: ['+4915100000902'], vcard: VCARD }] },
  );
  received('event: with its times', { kind: 'event', name: 'Harvest', startsAt: STARTS_AT, location: 'Garden' });
}

function receivingChoices(facet: Facet): void {
  facet.behaviour('receiving', 'poll: with its options', async (t) => {
    const poll = { kind: 'poll', question: 'Tea?', options: ['Yes', 'No'], selectableCount: 0 } as const;
    const { content } = await t.receive(await t.contact(), { ...poll, options: [...poll.options] });
    expect(content).toEqual(poll);
  });

  facet.behaviour('receiving', 'a pressed button tells its id', async (t) => {
    const { content } = await t.receive(await t.contact(), { kind: 'buttonReply', buttonId: 'open', text: 'Open' });
    expect(content).toMatchObject({ kind: 'buttonReply', buttonId: 'open', text: 'Open' });
  });

  facet.behaviour('receiving', 'a chosen row tells its id', async (t) => {
    const { content } = await t.receive(await t.contact(), { kind: 'listReply', rowId: 'hall', title: 'Hall' });
    expect(content).toMatchObject({ kind: 'listReply', rowId: 'hall', title: 'Hall' });
  });

  facet.behaviour('receiving', 'an invitation to a group tells its code', async (t) => {
    const contact = await t.contact();
    const { group } = await contact.groups.create('Choir', []);
    const { code } = await contact.groups.invite(group.id);
    const { content } = await t.receive(contact, { kind: 'groupInvite', groupId: group.id });
    expect(content).toMatchObject({ kind: 'groupInvite', groupId: group.id, groupName: 'Choir', code });
  });
}
