/** Why WhatsApp ends a connection. */
export type DisconnectCause =
  | 'lost'
  | 'server_error'
  | 'restart'
  | 'replaced'
  | 'unlinked'
  | 'temporary_ban'
  | 'banned'
  | 'outdated'
  | 'multidevice_mismatch';
