import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EngineKind, ENGINE_KINDS } from '@columba/core';
import { describeWithBrowser } from '../support/browser.js';
import { CONTACT, Gateway, OWNER } from '../support/gateway.js';
import { type FiredEvent, StandInHomeAssistant } from '../support/stand-in-home-assistant.js';

const THIRD = '4915100000003';
const EXTRAS = {
  event_id: expect.any(String),
  seq: expect.any(Number),
  session_id: 'home',
  replayed: false,
  age_s: expect.any(Number),
};
const MESSAGE_ID = {
  fromMe: expect.any(Boolean),
  remote: expect.any(String),
  id: expect.any(String),
  _serialized: expect.any(String),
};
/** Section 6.4 of the contract. */
const MESSAGE = {
  id: expect.objectContaining(MESSAGE_ID),
  ack: expect.any(Number),
  hasMedia: false,
  body: expect.any(String),
  type: expect.any(String),
  timestamp: expect.any(Number),
  from: expect.stringMatching(/@c\.us$/),
  to: expect.stringMatching(/@c\.us$/),
  deviceType: expect.stringMatching(/^(android|ios|web)$/),
  isForwarded: false,
  forwardingScore: 0,
  isStatus: false,
  isStarred: false,
  broadcast: false,
  fromMe: expect.any(Boolean),
  hasQuotedMsg: false,
  vCards: [],
  mentionedIds: [],
  isGif: false,
  isEphemeral: false,
  links: [],
};
const NOTIFICATION = {
  id: expect.objectContaining(MESSAGE_ID),
  body: expect.any(String),
  chatId: expect.stringMatching(/@g\.us$/),
  recipientIds: expect.any(Array),
  timestamp: expect.any(Number),
  type: expect.any(String),
};
const CALL = {
  id: expect.any(String),
  from: `${CONTACT}@c.us`,
  timestamp: expect.any(Number),
  isVideo: true,
  isGroup: false,
  canHandleLocally: false,
  webClientShouldHandle: false,
  participants: {},
};
const REACTION = {
  id: expect.objectContaining(MESSAGE_ID),
  orphan: 0,
  timestamp: expect.any(Number),
  reaction: '👍',
  read: false,
  msgId: expect.objectContaining(MESSAGE_ID),
  senderId: `${CONTACT}@c.us`,
  ack: 2,
};
const message = expect.objectContaining(MESSAGE);

interface Row {
  names: string[];
  when: string;
  act: () => Promise<unknown>;
  fields: Record<string, unknown>;
  /** Which of several. */
  where?: (body: Record<string, unknown>) => boolean;
}

const describeOn = (engine: EngineKind) => (engine === 'wwebjs' ? describeWithBrowser : describe);

describe.each(ENGINE_KINDS)('on %s', (engine) => {
  describeOn(engine)('each documented event is fired by what it is about, with its documented fields', () => {
    let gateway: Gateway;
    let homeAssistant: StandInHomeAssistant;
    let fromContact: { id: string };
    let group: { id: string };

    beforeAll(async () => {
      homeAssistant = await StandInHomeAssistant.create();
      await homeAssistant.become('running');
      gateway = await Gateway.start({
        HA_BASE_URL: homeAssistant.baseUrl,
        HA_TOKEN: homeAssistant.token,
        WA_ENGINE: engine,
      });
      await gateway.simulator.control('account.add', { pn: THIRD, name: 'Tom Third' });
    }, 60_000);
    afterAll(async () => {
      await gateway.stop();
      await homeAssistant.close();
    });

    it('the session runs on that engine', async () => {
      expect((await gateway.server.call('GET', '/v1/sessions/home')).body).toMatchObject({ engine });
    });

    const world = <T>(operation: string, body: Record<string, unknown>) =>
      gateway.simulator.control<T>(operation, body);
    const text = (words: string) =>
      world<{ id: string }>('send', { from: CONTACT, to: OWNER, content: { kind: 'text', text: words } });
    const target = () => ({ sender: CONTACT, id: fromContact.id });

    const ROWS: Row[] = [
      {
        names: ['whatsapp_qr'],
        when: 'a QR waits to be scanned',
        act: () => gateway.server.state('home', 'pairing'),
        fields: { expires_at: expect.any(String) },
      },
      {
        names: ['whatsapp_authenticated'],
        when: 'a phone links the session',
        act: () => gateway.linkByQr('home', OWNER),
        fields: {},
      },
      {
        names: ['whatsapp_state'],
        when: 'it is connected',
        act: async () => {},
        fields: { state: 'CONNECTED' },
        where: ({ state }) => state === 'CONNECTED',
      },
      {
        names: ['whatsapp_message_received'],
        when: 'somebody writes',
        act: async () => (fromContact = await text('Hello')),
        fields: {
          ...MESSAGE,
          body: 'Hello',
          type: 'chat',
          from: `${CONTACT}@c.us`,
          fromMe: false,
          from_number: CONTACT,
        },
      },
      {
        names: ['whatsapp_message_sent'],
        when: 'the account writes',
        act: () =>
          gateway.server.call('POST', '/v1/sessions/home/messages', {
            chatId: `+${CONTACT}`,
            content: { kind: 'text', text: 'Dinner' },
          }),
        fields: { ...MESSAGE, body: 'Dinner', from: `${OWNER}@c.us`, to: `${CONTACT}@c.us`, fromMe: true },
      },
      {
        names: ['whatsapp_message_ack'],
        when: 'it is delivered',
        act: async () => {},
        fields: { message, ack: 2, ackName: 'ACK_DEVICE' },
        where: ({ ack }) => ack === 2,
      },
      {
        names: ['whatsapp_message_reaction'],
        when: 'somebody reacts',
        act: () => world('react', { from: CONTACT, to: OWNER, target: target(), emoji: '👍' }),
        fields: REACTION,
      },
      {
        names: ['whatsapp_message_revoke_for_everyone'],
        when: 'somebody takes a message back',
        act: () => world('revoke', { from: CONTACT, to: OWNER, target: target() }),
        fields: {
          message: expect.objectContaining({ ...MESSAGE, type: 'revoked' }),
          revokedMessage: expect.objectContaining({ ...MESSAGE, body: 'Hello', type: 'chat' }),
        },
      },
      {
        names: ['whatsapp_message_revoke_for_me'],
        when: 'the phone deletes a message for itself',
        act: async () => {
          fromContact = await text('Secret');
          await gateway.server.event('home', ({ data }) => JSON.stringify(data).includes('Secret'));
          await world('message.hide', { pn: OWNER, chat: CONTACT, target: target() });
        },
        fields: { message },
      },
      {
        names: ['whatsapp_message_group_join', 'whatsapp_group_join'],
        when: 'somebody is added to a group',
        act: async () => {
          group = await world<{ id: string }>('group.create', { by: CONTACT, subject: 'Family', who: [OWNER] });
          await world('group.add', { group: group.id, by: CONTACT, who: [THIRD] });
        },
        fields: {
          ...NOTIFICATION,
          type: 'add',
          recipientIds: [`${THIRD}@c.us`],
          author: `${CONTACT}@c.us`,
          notification: expect.objectContaining({ ...NOTIFICATION, type: 'add' }),
        },
        where: ({ recipientIds }) => JSON.stringify(recipientIds).includes(THIRD),
      },
      {
        names: ['whatsapp_message_group_update', 'whatsapp_group_update'],
        when: 'a group gets another subject',
        act: () => world('group.subject', { group: group.id, by: CONTACT, subject: 'Holidays' }),
        fields: {
          ...NOTIFICATION,
          type: 'subject',
          body: 'Holidays',
          notification: expect.objectContaining(NOTIFICATION),
        },
      },
      {
        names: ['whatsapp_message_group_leave', 'whatsapp_group_leave'],
        when: 'somebody leaves a group',
        act: () => world('group.leave', { group: group.id, by: THIRD }),
        fields: {
          ...NOTIFICATION,
          type: 'leave',
          notification: expect.objectContaining({ ...NOTIFICATION, type: 'leave' }),
        },
      },
      {
        names: ['whatsapp_message_call', 'whatsapp_call'],
        when: 'somebody calls',
        act: () => world('call.offer', { from: CONTACT, to: OWNER, video: true }),
        fields: { ...CALL, call: CALL },
      },
      {
        names: ['whatsapp_disconnected'],
        when: 'the connection ends',
        act: () => world('connection.drop', { device: OWNER }),
        fields: {},
      },
    ];

    it.each(ROWS.map((row) => [row.names.join(' and '), row.when, row] as const))(
      '%s when %s',
      async (_names, _when, row) => {
        await row.act();
        const all = row.where ?? (() => true);
        const found = (name: string) =>
          homeAssistant.fired.filter((event: FiredEvent) => event.name === name && all(event.body));
        await homeAssistant.until(() => row.names.every((name) => found(name).length > 0));
        const events = row.names.map((name) => found(name)[0]);
        for (const event of events) {
          expect(event?.body).toMatchObject({ ...EXTRAS, ...row.fields });
          // Documented without a payload of its own.
          if (Object.keys(row.fields).length === 0) expect(event?.body).toEqual(EXTRAS);
          expect(event?.bytes).toBeLessThanOrEqual(8_000);
          expect(JSON.stringify(event?.body)).not.toContain('"_data"');
        }
        // Both names of one occurrence are one event.
        expect(new Set(events.map((event) => event?.body['event_id'])).size).toBe(1);
      },
      60_000,
    );

    it('and no event is left out of this table', () => {
      const known = new Set(ROWS.flatMap(({ names }) => names));
      expect([...new Set(homeAssistant.fired.map(({ name }) => name))].filter((name) => !known.has(name))).toEqual([]);
      expect(known.size).toBe(13 + 4 + 1);
    });
  });
});
