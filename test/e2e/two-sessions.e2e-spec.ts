import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTACT, Gateway, OWNER } from '../support/gateway.js';

describe('two sessions linked at once', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ COLUMBA_SESSIONS: 'home,office' });
    await Promise.all([gateway.linkByQr('home', OWNER), gateway.linkByQr('office', CONTACT)]);
  }, 60_000);
  afterAll(() => gateway.stop());

  it.each([
    ['home', 'office', OWNER, CONTACT],
    ['office', 'home', CONTACT, OWNER],
  ])(
    '%s writes to %s',
    async (from, to, sender, recipient) => {
      const text = `from ${from}`;
      const { body } = await gateway.server.call<{ messageId: string; status: string }>(
        'POST',
        `/v1/sessions/${from}/messages?waitFor=delivered`,
        { chatId: recipient, content: { kind: 'text', text } },
      );
      expect(body.status).toBe('delivered');
      const arrived = await gateway.server.event(to, ({ type }) => type === 'message.received');
      expect(arrived.data['message']).toMatchObject({
        messageId: body.messageId,
        from: { phone: `+${sender}` },
        content: { kind: 'text', text },
      });
    },
    60_000,
  );
});
