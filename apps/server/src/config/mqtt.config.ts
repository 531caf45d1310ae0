import { z } from 'zod';
import { commaList } from './readers.js';
import { area, type AreaValues } from './setting.js';

const BROKER = /^(mqtts?|wss?):\/\/[^/@\s]+/;

export const mqttArea = area('MQTT entities for Home Assistant', {
  enabled: {
    env: 'MQTT',
    option: 'mqtt',
    schema: z.enum(['auto', 'off']).default('auto'),
    description:
      'Whether entities are announced over MQTT: `auto`, when a broker is named here or registered at the Supervisor, also later.',
  },
  url: {
    env: 'MQTT_URL',
    option: 'mqtt_url',
    schema: z
      .string()
      .regex(BROKER, 'must be an address that begins with mqtt://, mqtts://, ws:// or wss://')
      .optional(),
    description: 'The broker, for example `mqtt://192.168.1.5:1883`. Without it the Supervisor is asked.',
    shownDefault: 'none',
  },
  user: {
    env: 'MQTT_USER',
    option: 'mqtt_user',
    schema: z.string().optional(),
    description: 'User at this broker.',
    shownDefault: 'none',
  },
  password: {
    env: 'MQTT_PASSWORD',
    option: 'mqtt_password',
    schema: z.string().optional(),
    description: 'Password at this broker.',
    shownDefault: 'none',
  },
  content: {
    env: 'MQTT_CONTENT',
    option: 'mqtt_content',
    schema: z.enum(['full', 'metadata', 'off']).default('metadata'),
    description:
      'What the entities show of messages: `full` with their text, `metadata` who and when, `off` nothing. Every user of Home Assistant, its history and every client of the broker sees what is shown.',
  },
  discoveryPrefix: {
    env: 'MQTT_DISCOVERY_PREFIX',
    option: 'mqtt_discovery_prefix',
    schema: z
      .string()
      .regex(/^[A-Za-z0-9_/-]+$/, 'must be a topic')
      .default('homeassistant'),
    description: 'The prefix that Home Assistant listens to.',
  },
  favourites: {
    env: 'MQTT_FAVOURITES',
    option: 'mqtt_favourites',
    schema: commaList.default([]),
    description:
      'Chats that get a notify entity, with commas between them: a number or id, with a name of your own where wanted (`Family=120363041234567890@g.us`). `/v1/sessions/{session}/home-assistant/favourites` adds to them.',
    shownDefault: 'none',
  },
});
export type MqttConfig = AreaValues<typeof mqttArea>;
