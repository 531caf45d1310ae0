import type { Kind } from './kind.js';

/** A line in the chat. The page takes the setting out of it, and the library shows it as a notification. */
export const disappearing: Kind<'disappearing'> = {
  encode: ({ seconds }) => ({
    type: 'notification_template',
    subtype: 'disappearing_mode',
    ephemeralSettingSeconds: seconds,
  }),
  decode: ({ type, subtype, ephemeralSettingSeconds }) =>
    type === 'notification_template' && subtype === 'disappearing_mode' && typeof ephemeralSettingSeconds === 'number'
      ? { kind: 'disappearing', seconds: ephemeralSettingSeconds }
      : undefined,
};
