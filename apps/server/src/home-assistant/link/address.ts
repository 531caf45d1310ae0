/** Where Home Assistant is, in the forms in which it is asked. */
export interface HomeAssistantAddress {
  /** Base of the REST interface, `…/api`. */
  api: string;
  /** The WebSocket interface. */
  socket: string;
  /** Base of the Supervisor's own interface; absent outside an add-on. */
  supervisor?: string;
  token: string;
}

/** The Supervisor's proxy has its own paths; it is known by its `/core` at the end. A trailing slash is tolerated. */
export function homeAssistantAddress(baseUrl: string, token: string): HomeAssistantAddress {
  const base = baseUrl.replace(/\/+$/, '');
  const supervisor = /^(.*)\/core$/.exec(base)?.[1];
  const socket = `${base.replace(/^http/, 'ws')}${supervisor === undefined ? '/api' : ''}/websocket`;
  return { api: `${base}/api`, socket, token, ...(supervisor !== undefined && { supervisor }) };
}
