import { z } from 'zod';
import { webAddress } from './readers.js';
import { area, type AreaValues } from './setting.js';

export const homeAssistantArea = area('Home Assistant', {
  events: {
    env: 'HA_EVENTS',
    option: 'ha_events',
    schema: z.enum(['gajosu', 'off']).optional(),
    description: 'Whether events are fired on the bus of Home Assistant, and in which form.',
    shownDefault: '`gajosu` when a token is there, else `off`',
  },
  baseUrl: {
    env: 'HA_BASE_URL',
    schema: webAddress(['http', 'https']).default('http://supervisor/core'),
    description: 'Address of Home Assistant. The default is right inside the add-on.',
  },
  token: {
    env: 'SUPERVISOR_TOKEN',
    schema: z.string().min(1).optional(),
    description: 'Given by Home Assistant to add-ons; elsewhere a long-lived access token.',
    shownDefault: 'none',
  },
});
export type HomeAssistantConfig = AreaValues<typeof homeAssistantArea>;
