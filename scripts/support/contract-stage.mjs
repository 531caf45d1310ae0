/**
 * What `scripts/try-contracts.sh` needs: a gateway on a simulated WhatsApp in which the numbers of the published examples
 * have an account, and a web server with a picture. Prints settings for a shell, then runs until it is ended.
 */
import { createServer } from 'node:http';
import sharp from 'sharp';
import { OWNER, startTryOut } from './try-out.mjs';

const NUMBERS = ['123456789', '987654321', '34123456789', '122222222', '491234567890', '4917612345678'];

const png = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#2a6' } })
  .png()
  .toBuffer();
const host = createServer((_request, response) => response.writeHead(200, { 'Content-Type': 'image/png' }).end(png));
await new Promise((resolve) => host.listen(0, '127.0.0.1', resolve));
const media = `http://127.0.0.1:${host.address().port}`;

const limits = {
  COLUMBA_SENDS_PER_MINUTE: '10000',
  COLUMBA_CHAT_GAP_MS: '0',
  COLUMBA_SENDS_PER_HOUR: '10000',
  COLUMBA_NEW_CHATS_PER_DAY: '10000',
};
const world = await startTryOut({ ...limits, COLUMBA_MEDIA_ALLOWED_ADDRESSES: media, COLUMBA_WEBHOOK_ALLOW: media });
for (const pn of NUMBERS) {
  await world.control('contact.add', { pn, name: `Person ${pn}` });
  await world.control('send', { from: pn, to: OWNER, content: { kind: 'text', text: 'Hello' } });
}
await world.control('send', { from: NUMBERS[0], to: OWNER, content: { kind: 'text', text: 'the last one' } });
const until = async (text) => {
  for (let after = 0; ;) {
    const response = await fetch(`${world.url}/v1/sessions/home/events?afterSeq=${after}&waitSeconds=20`, {
      headers: { 'X-Api-Key': world.token },
    });
    const { data } = await response.json();
    if (JSON.stringify(data).includes(text)) return;
    after = data.at(-1)?.seq ?? after;
  }
};
await until('the last one');
const end = async () => {
  host.close();
  await world.stop();
  process.exit(0);
};
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => void end());
console.log(`COLUMBA_URL=${world.url}\nCOLUMBA_TOKEN=${world.token}\nMEDIA_URL=${media}\nREADY=yes`);
