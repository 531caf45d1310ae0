import { beforeAll, describe, expect, it } from '@jest/globals';
import { simulatorFixture, text } from '../../testing/fixture.js';

const CAROL = '15550007777';

describe('messages', () => {
  const fixture = simulatorFixture({ seed: 'messages' });
  let lid = '';
  beforeAll(async () => {
    ({ lid } = await fixture.sim.contact.add({ pn: CAROL, name: 'Carol' }));
  });

  it('carries LID-addressed text both ways, between client and contact', async () => {
    const { sim } = fixture;
    const ann = await fixture.link('15550000301');
    const delivered = ann.wait('messages.update', (all) => all.some(({ update }) => Number(update.status) === 3));
    await ann.send(`${lid}@lid`, 'to lid');
    await delivered;
    await sim.send({ from: CAROL, to: ann.number, content: text('from lid'), addressing: 'lid' });
    const { message } = await ann.text('from lid');
    expect(message.key).toMatchObject({ remoteJid: `${lid}@lid`, remoteJidAlt: `${CAROL}@s.whatsapp.net` });
    const view = await sim.recipient.view({ pn: CAROL, chat: ann.number });
    expect(view.map(({ content }) => content)).toEqual([text('to lid'), text('from lid')]);
  });

  it('carries LID-addressed text between two clients', async () => {
    const [ann, ben] = [await fixture.link('15550000302'), await fixture.link('15550000303')];
    const benLid = (await fixture.sim.account.add({ pn: ben.number })).lid;
    const got = ben.text('client lid');
    await ann.send(`${benLid}@lid`, 'client lid');
    expect((await got).message.key.remoteJidAlt).toBe(ann.jid);
  });

  it('copies what one device sends to the other devices of the account', async () => {
    const number = '15550000304';
    const [first, second] = [await fixture.link(number), await fixture.link(number)];
    await first.send(`${CAROL}@s.whatsapp.net`, 'from my first device');
    const { message } = await second.text('from my first device');
    expect(message.key).toMatchObject({ fromMe: true, remoteJid: `${CAROL}@s.whatsapp.net` });
    await fixture.sim.send({ from: number, to: CAROL, content: text('from my phone') });
    await Promise.all([first.text('from my phone'), second.text('from my phone')]);
  });

  it('gives read receipts by policy and by command, and delivered ones only when told to', async () => {
    const { sim } = fixture;
    const [dora, emil] = ['15550007001', '15550007002'];
    await sim.contact.add({ pn: dora, receipts: { delayMs: 150, read: true } });
    await sim.contact.add({ pn: emil, receipts: { delayMs: null } });
    const ann = await fixture.link('15550000305');
    const read = ann.wait('messages.update', (all) => all.some(({ update }) => Number(update.status) === 4));
    await ann.send(`${dora}@s.whatsapp.net`, 'read by policy');
    await read;
    const id = await ann.send(`${emil}@s.whatsapp.net`, 'read by command');
    await ann.status(id, 2);
    const commanded = ann.status(id, 4);
    await sim.receipt({ by: emil, from: ann.number, ids: [id], type: 'read' });
    await commanded;
    await sim.receipts.policy({ pn: emil, delayMs: 150 });
    const later = await ann.send(`${emil}@s.whatsapp.net`, 'again');
    await ann.status(later, 3);
  });

  it('knows what the client read', async () => {
    const ann = await fixture.link('15550000306');
    const { id } = await fixture.sim.send({ from: CAROL, to: ann.number, content: text('read me') });
    const { message } = await ann.text('read me');
    await ann.socket.readMessages([message.key]);
    await fixture.sim.await({ event: 'delivery.read', match: { device: `${ann.number}:1`, key: { id } } });
  });

  it('has a contact that answers by itself', async () => {
    const ada = '15550007003';
    await fixture.sim.contact.add({ pn: ada, name: 'Ada', autoReply: { text: 'it is me' } });
    const ann = await fixture.link('15550000307');
    await ann.send(`${ada}@s.whatsapp.net`, 'are you there?');
    await ann.text('it is me');
  });

  it('shows a message once when its frame comes again, and counts the copies', async () => {
    const { sim } = fixture;
    const ann = await fixture.link('15550000308');
    await sim.fault.add({
      device: ann.number,
      direction: 'in',
      match: { tag: 'message', nth: 1 },
      action: { type: 'drop' },
    });
    const to = `${CAROL}@s.whatsapp.net`;
    const messageId = '3EB0AAAABBBBCCCCDDDD';
    await ann.socket.sendMessage(to, { text: 'lost once' }, { messageId });
    await sim.await({ event: 'fault.hit', match: { device: `${ann.number}:1`, action: 'drop' } });
    for (let copy = 1; copy <= 2; copy++) {
      await ann.socket.sendMessage(to, { text: 'lost once' }, { messageId });
      await sim.await({ event: 'message.shown', match: { account: CAROL, key: { id: messageId }, copy } });
    }
    const view = await sim.recipient.view({ pn: CAROL, chat: ann.number });
    expect(view).toMatchObject([{ key: { id: messageId }, copies: 2, content: text('lost once') }]);
    const [truth] = await sim.oracle({ device: ann.number });
    expect(truth?.sends).toMatchObject([{ key: { id: messageId }, frames: 2, acks: [{}, {}] }]);
  });

  it('answers 404 for a number without account, and delivers nothing from who is blocked', async () => {
    const { sim } = fixture;
    const ann = await fixture.link('15550000309');
    const failed = ann.wait('messages.update', (all) => all.some(({ update }) => Number(update.status) === 0));
    await ann.send('19998887777@s.whatsapp.net', 'nobody');
    expect((await failed)[0]?.update.messageStubParameters).toEqual(['404']);
    await ann.send(`${CAROL}@s.whatsapp.net`, 'last words');
    await ann.socket.updateBlockStatus(`${CAROL}@s.whatsapp.net`, 'block');
    await sim.await({ event: 'account.updated', match: { account: ann.number } });
    const blocked = await sim.send({ from: CAROL, to: ann.number, content: text('you will not see this') });
    const [truth] = await sim.oracle({ device: ann.number });
    expect(truth?.queued.map(({ id }) => id)).not.toContain(blocked.id);
  });

  it('tells typing both ways', async () => {
    const ann = await fixture.link('15550000310');
    const seen = ann.wait('presence.update');
    await fixture.sim.typing({ from: CAROL, to: ann.number, state: 'composing' });
    expect(Object.values((await seen).presences)[0]?.lastKnownPresence).toBe('composing');
    await ann.socket.sendPresenceUpdate('recording', `${CAROL}@s.whatsapp.net`);
    await fixture.sim.await({ event: 'typing', match: { from: ann.number, to: CAROL, state: 'recording' } });
  });

  it('knows who has an account', async () => {
    const ann = await fixture.link('15550000311');
    const found = await ann.socket.onWhatsApp(CAROL, '19990001111');
    expect(found?.map(({ jid, exists }) => [jid, exists])).toEqual([[`${CAROL}@s.whatsapp.net`, true]]);
  });

  it('leaves nothing unknown', async () => {
    const { noise } = await fixture.sim.stats();
    expect(noise).toMatchObject({ unknownIqs: {}, unknownStanzas: {}, errors: [] });
  });
});
