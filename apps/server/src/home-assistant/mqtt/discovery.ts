import { SESSION_STATES } from '@columba/core';
import { VERSION } from '../../health/version.js';
import type { Favourite } from './favourites.js';
import { BRIDGE_STATE, topicsOf } from './topics.js';

export const EVENT_TYPES = ['received', 'sent', 'reaction', 'revoked', 'call', 'group'] as const;

export interface Announced {
  session: string;
  engine: string;
  /** Whether it is the only one: then its entities need no name of the session. */
  isOnly: boolean;
  favourites: readonly Favourite[];
}

type Json = Record<string, unknown>;

/** One device with all entities of a session, as Home Assistant wants it announced since 2024.11. */
export function discoveryOf({ session, engine, isOnly, favourites }: Announced): Json {
  const id = `columba_${session}`;
  const entity = isOnly ? 'whatsapp' : `whatsapp_${session.replaceAll('-', '_')}`;
  const topics = topicsOf(session);
  return {
    device: {
      identifiers: [id],
      name: isOnly ? 'WhatsApp' : `WhatsApp ${session}`,
      manufacturer: 'Columba',
      model: engine,
      sw_version: VERSION,
    },
    origin: { name: 'columba', sw_version: VERSION },
    availability: [{ topic: BRIDGE_STATE }],
    components: {
      ...sensors(id, entity, topics),
      ...buttons(id, entity, topics.command),
      ...Object.fromEntries(
        favourites.map((each) => [`n_${each.key}`, notify(id, entity, topics.notify(each.key), each)]),
      ),
    },
  };
}

function sensors(id: string, entity: string, topics: ReturnType<typeof topicsOf>): Json {
  const diagnostic = { entity_category: 'diagnostic', state_topic: topics.state };
  return {
    connected: {
      platform: 'binary_sensor',
      unique_id: `${id}_connected`,
      name: 'Connection',
      device_class: 'connectivity',
      ...diagnostic,
      value_template: "{{ 'ON' if value_json.connected else 'OFF' }}",
      default_entity_id: `binary_sensor.${entity}_connection`,
    },
    state: {
      platform: 'sensor',
      unique_id: `${id}_state`,
      name: 'State',
      device_class: 'enum',
      options: [...SESSION_STATES],
      ...diagnostic,
      value_template: '{{ value_json.state }}',
      default_entity_id: `sensor.${entity}_state`,
    },
    queue: {
      platform: 'sensor',
      unique_id: `${id}_queue`,
      name: 'Outgoing queue',
      state_class: 'measurement',
      ...diagnostic,
      value_template: '{{ value_json.queue }}',
      default_entity_id: `sensor.${entity}_outgoing_queue`,
    },
    qr: {
      platform: 'image',
      unique_id: `${id}_qr`,
      name: 'Pairing QR',
      content_type: 'image/png',
      image_topic: topics.qr,
      availability: [{ topic: BRIDGE_STATE }, { topic: topics.qrAvailable }],
      availability_mode: 'all',
      default_entity_id: `image.${entity}_pairing_qr`,
    },
    message: {
      platform: 'event',
      unique_id: `${id}_message`,
      name: 'Message',
      event_types: [...EVENT_TYPES],
      state_topic: topics.event,
      default_entity_id: `event.${entity}_message`,
    },
    last: {
      platform: 'sensor',
      unique_id: `${id}_last`,
      name: 'Last message',
      state_topic: topics.last,
      value_template: '{{ value_json.preview }}',
      json_attributes_topic: topics.last,
      icon: 'mdi:message-text',
      enabled_by_default: false,
      default_entity_id: `sensor.${entity}_last_message`,
    },
  };
}

function buttons(id: string, entity: string, command: string): Json {
  const button = { platform: 'button', entity_category: 'config', command_topic: command };
  return {
    restart: {
      ...button,
      unique_id: `${id}_restart`,
      name: 'Restart session',
      device_class: 'restart',
      payload_press: 'restart',
      default_entity_id: `button.${entity}_restart_session`,
    },
    relink: {
      ...button,
      unique_id: `${id}_relink`,
      name: 'Request new QR',
      payload_press: 'relink',
      enabled_by_default: false,
      default_entity_id: `button.${entity}_request_new_qr`,
    },
  };
}

/** Renders the text only: that is all that a notify entity takes. */
const notify = (id: string, entity: string, topic: string, { key, name }: Favourite): Json => ({
  platform: 'notify',
  unique_id: `${id}_notify_${key}`,
  name,
  command_topic: topic,
  qos: 1,
  default_entity_id: `notify.${entity}_${slugOf(name) || key}`,
});

const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
