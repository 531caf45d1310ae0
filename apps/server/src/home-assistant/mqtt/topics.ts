/** Where what is said. One folder per session. */
export const BRIDGE_STATE = 'whatsapp/bridge/state';

export interface SessionTopics {
  state: string;
  qr: string;
  qrAvailable: string;
  event: string;
  last: string;
  command: string;
  send: string;
  result: string;
  notify: (key: string) => string;
}

export function topicsOf(session: string): SessionTopics {
  const base = `whatsapp/${session}`;
  return {
    state: `${base}/state`,
    qr: `${base}/qr`,
    qrAvailable: `${base}/qr/available`,
    event: `${base}/event`,
    last: `${base}/last`,
    command: `${base}/cmd`,
    send: `${base}/send`,
    result: `${base}/send/result`,
    notify: (key) => `${base}/notify/${key}`,
  };
}

export const SUBSCRIPTIONS = ['whatsapp/+/cmd', 'whatsapp/+/send', 'whatsapp/+/notify/+'];

/** `whatsapp/home/notify/1234` → its parts; nothing for any other topic. */
export function readTopic(topic: string): { session: string; what: string; key?: string } | undefined {
  const [root, session, what, key, ...rest] = topic.split('/');
  if (root !== 'whatsapp' || !session || !what || rest.length > 0) return undefined;
  return { session, what, ...(key !== undefined && { key }) };
}
