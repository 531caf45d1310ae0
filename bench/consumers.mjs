/**
 * How long a message takes from WhatsApp to each of three well-behaved consumers: alone, and beside an endpoint that never
 * answers and one that always answers 500. Ten messages a second over five sessions.
 */
import { homeAssistant, launchGateway, listen, now } from './support/gateway.mjs';
import { launchSimulator } from './support/processes.mjs';
import { Arrivals, lagOf, SENDER, write } from './support/traffic.mjs';

const SESSIONS = 5;

async function measure(simulator, company, digit, bad) {
  const accounts = Array.from({ length: SESSIONS }, (_, n) => `155507${digit}${String(n).padStart(4, '0')}`);
  for (const pn of accounts) await simulator.control('account.add', { pn });
  const arrivals = {
    'Home Assistant': new Arrivals(),
    'first webhook': new Arrivals(),
    'second webhook': new Arrivals(),
  };
  const endpoint = (name) =>
    listen((_route, body) => {
      arrivals[name].note(body, now());
      return { status: 204 };
    });
  const hass = await homeAssistant((_name, body) => arrivals['Home Assistant'].note(body, now()));
  const good = [await endpoint('first webhook'), await endpoint('second webhook')];
  const others = [];
  for (const answer of bad) others.push(await listen(() => answer));
  const server = await launchGateway(simulator, accounts, {
    HA_BASE_URL: hass.url,
    SUPERVISOR_TOKEN: 'bench',
    COLUMBA_WEBHOOK_ALLOW: [...good, ...others].map(({ url }) => `${url}/`).join(','),
  });
  for (const { url } of [...others, ...good]) await server.call('POST', '/v1/webhooks', { url: `${url}/hook` });
  const sent = await write(simulator, accounts);
  const rows = [];
  for (const [name, arrived] of Object.entries(arrivals))
    rows.push({ company, ...lagOf(name, sent, await arrived.times()) });
  await server.stop();
  for (const each of [hass, ...good, ...others]) await each.stop();
  return rows;
}

export async function consumers() {
  const simulator = await launchSimulator();
  await simulator.control('contact.add', { pn: SENDER });
  try {
    return [
      ...(await measure(simulator, 'alone', 1, [])),
      ...(await measure(simulator, 'one hangs, one answers 500', 2, ['hang', { status: 500 }])),
    ];
  } finally {
    await simulator.stop();
  }
}
