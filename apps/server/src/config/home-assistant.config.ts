import { z } from 'zod';
import { commaList, webAddress } from './readers.js';
import { area, type AreaValues } from './setting.js';

export const homeAssistantArea = area('Home Assistant', {
  events: {
    env: 'HA_EVENTS',
    option: 'ha_events',
    schema: z.enum(['gajosu', 'native', 'off']).optional(),
    description:
      "Whether events are fired on the bus of Home Assistant, and in which form: `gajosu` has that add-on's names, `native` names that nobody else uses (`columba_…`). Users of FaserF's integration set `native` or `off`, because it raises two of the same names itself.",
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
    description: 'Given by Home Assistant to add-ons; elsewhere a long-lived access token of an administrator.',
    shownDefault: 'none',
  },
  tokenAlias: {
    env: 'HA_TOKEN',
    schema: z.string().min(1).optional(),
    description: 'The same as `SUPERVISOR_TOKEN`, under the name that fits outside the add-on.',
    shownDefault: 'none',
  },
  commands: {
    env: 'HA_COMMANDS',
    option: 'ha_commands',
    schema: z.enum(['on', 'off']).default('on'),
    description:
      'Whether Home Assistant sends messages by the bus event `whatsapp_send_message` and, to the add-on, by the action `hassio.app_stdin`.',
  },
  allowedRecipients: {
    env: 'HA_ALLOWED_RECIPIENTS',
    option: 'allowed_recipients',
    schema: commaList.default([]),
    description:
      'To whom Home Assistant may send, by `whatsapp_send_message` or by MQTT: numbers and ids, with commas between them.',
    shownDefault: 'everybody',
  },
  allowedSenders: {
    env: 'HA_ALLOWED_SENDERS',
    option: 'allowed_senders',
    schema: commaList.default([]),
    description:
      'Whose messages are marked `allowed_sender: true`, for automations that follow commands: numbers and ids, with commas between them.',
    shownDefault: 'everybody',
  },
  fileRoots: {
    env: 'HA_FILE_ROOTS',
    schema: commaList.optional(),
    description:
      'Folders out of which files may be sent by their paths, by Home Assistant and by keys that may send. Links that lead out of them are not followed.',
    shownDefault: '`/media,/share` when a token is there, else none',
  },
});
export type HomeAssistantConfig = AreaValues<typeof homeAssistantArea>;

/** On a machine without a Home Assistant those two folders are somebody else's. */
export const fileRootsOf = ({ fileRoots, token, tokenAlias }: HomeAssistantConfig): readonly string[] =>
  fileRoots ?? ((token ?? tokenAlias) === undefined ? [] : ['/media', '/share']);
