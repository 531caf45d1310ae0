/** A whole course through the TypeScript client, as a user of the package would write it. Needs a gateway and a simulator, see `npm run test:clients`. */
import { columba, ColumbaError, type Columba, type Received } from '@columba/client';

declare const process: { env: Record<string, string | undefined> };
declare const console: { log(text: string): void };

const setting = (name: string): string => process.env[name] ?? fail(`${name} is not set`);
const client = columba({ url: setting('COLUMBA_URL'), token: setting('COLUMBA_TOKEN') });
const path = { session: 'second' };
const BRUNO = '15550100002';
const OWNER = '15550100009';

function fail(reason: string): never {
  throw new Error(reason);
}

function done<T>({ data, error }: { data?: T; error?: { code: string; detail: string } }): T {
  if (error) fail(`${error.code}: ${error.detail}`);
  return data as T;
}

/** What people of the simulated WhatsApp do. */
async function people(operation: string, input: object): Promise<void> {
  const answer = await fetch(new URL(`/control/${operation}`, setting('SIM_CONTROL')), {
    method: 'POST',
    headers: { authorization: `Bearer ${setting('SIM_TOKEN')}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  if (!answer.ok) fail(`${operation}: ${answer.status} ${await answer.text()}`);
}

async function next(from: Columba, cursor: string, match: (event: Received['event']) => boolean): Promise<Received> {
  for await (const received of from.events({ cursor })) if (match(received.event)) return received;
  return fail('the stream ended');
}

const place = done(await client.GET('/v1/events', { params: { query: { from: 'now' } } })).nextCursor;

// Link a session by its QR.
done(await client.POST('/v1/sessions', { body: { name: path.session, autoStart: false } }));
const pairing = done(await client.POST('/v1/sessions/{session}/pairing', { params: { path }, body: { method: 'qr' } }));
if (pairing.kind !== 'qr') fail(`a QR was expected, not ${pairing.kind}`);
await people('account.add', { pn: OWNER, name: 'Second owner' });
await people('device.scan', { qr: pairing.text, pn: OWNER });
await next(client, place, (event) => event.type === 'session.state_changed' && event.data.state === 'connected');
console.log('linked');

// Send a text, twice the same request: one message.
const request = {
  params: { path, header: { 'Idempotency-Key': 'scenario-1' } },
  body: { chatId: '+1 555 010 0001', content: { kind: 'text', text: 'Hello Ada' } },
} as const;
const sent = done(await client.POST('/v1/sessions/{session}/messages', request));
const again = done(await client.POST('/v1/sessions/{session}/messages', request));
if (sent.status === 'failed' || again.messageId !== sent.messageId) fail(`sent as ${sent.status}, ${again.messageId}`);
const answer = await next(client, place, (event) => event.type === 'message.received' && event.session === path.session);
if (answer.event.type !== 'message.received' || answer.event.data.message.content.kind !== 'text') fail('no answer');
console.log(`sent and answered: ${answer.event.data.message.content.text}`);

// A file out and a file in.
const bytes = new TextEncoder().encode('The washing machine is done.\n');
const { mediaId } = await client.upload(path.session, bytes, { name: 'note.txt', type: 'text/plain' });
const content = { kind: 'document', media: { kind: 'upload', mediaId, fileName: 'note.txt' } } as const;
done(await client.POST('/v1/sessions/{session}/messages', { params: { path }, body: { chatId: BRUNO, content } }));
const reply = { kind: 'document', bytes: btoa(String.fromCharCode(...bytes)), mimeType: 'text/plain', fileName: 'reply.txt' };
await people('send', { from: BRUNO, to: OWNER, content: reply });
const ready = await next(client, answer.cursor, (event) => event.type === 'media.changed' && event.data.media.state === 'ready');
if (ready.event.type !== 'media.changed') fail('no file');
const received = await client.download(path.session, ready.event.data.media.mediaId);
if (received.length !== bytes.length) fail(`the file has ${received.length} bytes`);
console.log(`a file of ${received.length} bytes came in`);

// Lists, and what is refused.
const { data: chats } = done(await client.GET('/v1/sessions/{session}/chats', { params: { path, query: { limit: 1 } } }));
if (chats.length !== 1) fail('a chat was expected');
const { error } = await client.GET('/v1/sessions/{session}', { params: { path: { session: 'nobody' } } });
if (error?.code !== 'not_found') fail(`not_found was expected, not ${error?.code}`);
const refused = await client.download(path.session, '00000000-0000-4000-8000-000000000000').catch((thrown: unknown) => thrown);
if (!(refused instanceof ColumbaError) || refused.code !== 'not_found') fail('a ColumbaError was expected');
const stranger = columba({ url: setting('COLUMBA_URL'), token: 'nobody-knows-this-token-0123456789' });
const { error: unknown } = await stranger.GET('/v1/sessions');
if (unknown?.code !== 'unauthorized') fail(`unauthorized was expected, not ${unknown?.code}`);
console.log('refusals have their codes');
