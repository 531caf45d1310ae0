import type { Clock } from '@columba/core';
import { request } from 'undici';
import type { MqttConfig } from '../../config/mqtt.config.js';
import type { HomeAssistantAddress } from '../link/address.js';
import { objectIn, textIn } from '../link/json.js';

export interface Broker {
  url: string;
  username?: string;
  password?: string;
}

const TIMEOUT_MS = 10_000;

/** The broker that the settings name, else the one that is registered at the Supervisor now. Never throws. */
export async function findBroker(
  config: MqttConfig,
  address: HomeAssistantAddress | undefined,
  clock: Clock,
): Promise<Broker | undefined> {
  const { url, user, password } = config;
  if (url !== undefined) return { url, ...(user && { username: user }), ...(password && { password }) };
  if (address?.supervisor === undefined) return undefined;
  const deadline = new AbortController();
  const cancel = clock.after(TIMEOUT_MS, () => deadline.abort());
  try {
    const { statusCode, body } = await request(`${address.supervisor}/services/mqtt`, {
      headers: { authorization: `Bearer ${address.token}` },
      signal: deadline.signal,
    });
    const answer: unknown = await body.json();
    return statusCode === 200 ? brokerIn(objectIn(objectIn(answer)?.['data'])) : undefined;
  } catch {
    // No broker, or no Supervisor that answers: asked again later all the same.
    return undefined;
  } finally {
    cancel();
  }
}

function brokerIn(service: Record<string, unknown> | undefined): Broker | undefined {
  const host = textIn(service?.['host']);
  const port = Number(service?.['port']);
  if (host === undefined || !Number.isInteger(port)) return undefined;
  const username = textIn(service?.['username']);
  const password = textIn(service?.['password']);
  const scheme = service?.['ssl'] === true ? 'mqtts' : 'mqtt';
  return {
    url: `${scheme}://${host}:${port}`,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  };
}
