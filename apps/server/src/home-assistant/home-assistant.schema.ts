import { z } from 'zod';
import { component } from '../common/openapi/component.js';
import { listOf } from '../common/openapi/page.js';
import { jid } from '../messages/person.schema.js';
import { EXTRA_IDS } from './extras/extras.js';

export const homeAssistantSchema = component(
  'HomeAssistant',
  'How Columba and Home Assistant stand.',
  z.object({
    link: z.object({
      state: z
        .enum(['none', 'stopped', 'connecting', 'starting', 'running', 'unauthorised', 'rest_only'])
        .describe(
          '`none`: no address or no token. `starting`: reached, and Home Assistant does not run yet. `unauthorised`: the token is refused; it is tried again every five minutes. `rest_only`: no WebSocket gets through.',
        ),
      reason: z.string().optional().describe('What stands in the way.'),
      version: z.string().optional().describe('Of Home Assistant.'),
      addOn: z.boolean().describe('Reached through the Supervisor.'),
    }),
    events: z.object({
      mode: z.enum(['gajosu', 'native', 'off']),
      state: z.enum(['off', 'stopped', 'waiting', 'delivering', 'backing_off', 'unauthorised']),
      lag: z.int().describe('Events of the log that wait for it.'),
      parked: z.int().describe('Events since the start that Home Assistant refused for good.'),
      lastError: z.string().optional(),
    }),
    commands: z.boolean().describe('Whether `whatsapp_send_message` is followed.'),
    mqtt: z.object({
      state: z.enum(['off', 'no_broker', 'connecting', 'connected', 'refused']),
      content: z.enum(['full', 'metadata', 'off']),
    }),
  }),
);

export const extraSchema = component(
  'HomeAssistantExtra',
  'A script or blueprint that Columba can leave in Home Assistant.',
  z.object({
    extraId: z.enum(EXTRA_IDS),
    kind: z.enum(['script', 'blueprint']),
    name: z.string(),
    state: z
      .enum(['missing', 'installed', 'outdated', 'edited', 'unknown'])
      .describe(
        '`outdated`: ours, from an older Columba. `edited`: somebody changed it, or it is not from here. `unknown`: Home Assistant does not answer.',
      ),
    content: z.string().describe('What is written there.'),
  }),
);
export const extraListSchema = listOf('HomeAssistantExtraList', 'All that can be left in Home Assistant.', extraSchema);

export const favouritesSchema = component(
  'Favourites',
  'Chats that have a notify entity in Home Assistant.',
  z.object({ data: z.array(z.object({ chatId: jid, name: z.string() })) }),
);
