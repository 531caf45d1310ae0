import { useState } from 'preact/hooks';
import { randomId } from '../api.js';
import type { Sent } from '../model.js';
import { useWorld } from '../state.js';
import { Card, Form, type Field } from './ui.js';

const WORDS: Record<string, string> = {
  pending: 'is on its way',
  sent: 'is at WhatsApp',
  delivered: 'was delivered',
  read: 'was read',
  played: 'was played',
  uncertain: 'may have been sent: WhatsApp did not answer',
  failed: 'was not sent',
};

export function SendForm() {
  const { api, sessions, statuses, counted } = useWorld();
  const [sent, setSent] = useState<Sent>();
  const ready = sessions.filter(({ state }) => state === 'connected');
  const send = async (field: Field): Promise<void> => {
    const body = {
      chatId: field('to').trim(),
      content: { kind: 'text', text: field('text') },
    };
    const path = `v1/sessions/${field('session')}/messages`;
    setSent(await api.call<Sent>('POST', path, body, { 'Idempotency-Key': randomId() }));
  };
  const status = sent && (statuses[sent.messageId] ?? sent.status);
  return (
    <Card
      title="Send a test message"
      aside={<span class="quiet">{`${counted.received} in, ${counted.sent} out since you opened this page`}</span>}
    >
      {ready.length === 0 ? (
        <p class="quiet">As soon as a session is connected you can send from here.</p>
      ) : (
        <Form label="Send a test message" submit="Send" onSubmit={send}>
          <label class={ready.length === 1 ? 'hidden' : ''}>
            From
            <select name="session">
              {ready.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
          <label>
            To
            <input name="to" required placeholder="+49 151 23456789" autocomplete="off" />
          </label>
          <label>
            Text
            <textarea name="text" required rows={2} maxLength={4000} />
          </label>
        </Form>
      )}
      {status !== undefined && (
        <p class={`note ${status === 'failed' ? 'bad' : 'good'}`} role="status">
          Your message {WORDS[status] ?? status}.
        </p>
      )}
    </Card>
  );
}
