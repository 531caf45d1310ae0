import { Refusal, type Api } from './api.js';

export interface HomeAssistantState {
  link: { state: string; reason?: string; version?: string; addOn: boolean };
  events: { mode: string; lag: number; lastError?: string };
  /** Whether the event `whatsapp_send_message` is followed. */
  commands: boolean;
  mqtt?: { state: string };
}

/** A script or blueprint that Columba leaves in Home Assistant when it is asked to. */
export interface Extra {
  extraId: string;
  kind: 'script' | 'blueprint';
  name: string;
  state: 'missing' | 'installed' | 'outdated' | 'edited' | 'unknown';
  /** What is written there, for whoever is asked to agree. */
  content: string;
}

/** These hear WhatsApp by events that are fired in one mode only; elsewhere they would wait for ever. */
const HEARING = ['commands', 'alert-with-reply', 'session-problem'];

export interface House {
  state: HomeAssistantState;
  extras: Extra[];
}

/** `undefined` where there is no Home Assistant, or this key may not see it. */
export async function readHouse(api: Api): Promise<House | undefined> {
  try {
    const state = await api.get<HomeAssistantState>('v1/home-assistant');
    if (state.link.state === 'none') return undefined;
    const { data } = await api.get<{ data: Extra[] }>('v1/home-assistant/extras');
    const isUseful = ({ extraId, state: now }: Extra) =>
      state.events.mode === 'gajosu' || now !== 'missing' || !HEARING.includes(extraId);
    return { state, extras: data.filter(isUseful) };
  } catch (error) {
    if (error instanceof Refusal && [403, 404].includes(error.status)) return undefined;
    throw error;
  }
}

export const changeExtra = (api: Api, { extraId }: Extra, act: 'install' | 'remove'): Promise<unknown> =>
  api.call('POST', `v1/home-assistant/extras/${extraId}/${act}`, {});
