import { seconds } from '../../world/clock.js';
import { children, result, stanza, textOf, type Stanza } from '../stanza.js';
import { unlink } from '../routes/sessions.js';
import type { IqHandler, IqTable } from './handler.js';

const empty: IqHandler = (_context, _caller, request) => result(request);

const ping: IqHandler = ({ world }, _caller, request) => result(request, undefined, { t: seconds(world.clock) });

const props: IqHandler = (_context, _caller, request) =>
  result(request, [stanza('props', { protocol: 1, ab_key: 'sim', hash: 'sim', refresh: 86_400 })]);

const blocklist: IqHandler = ({ world, jids }, { account }, request) => {
  const items = world.directory
    .get(account)
    .blocked.map((number) => stanza('item', { jid: jids.of(number, 'lid'), pn_jid: jids.of(number, 'pn') }));
  return result(request, [stanza('list', { dhash: 'sim' }, items)]);
};

const block: IqHandler = (context, caller, request, body) => {
  const other = context.jids.account(body?.attrs.pn_jid ?? body?.attrs.jid ?? '');
  const { account, companion } = caller;
  if (other !== undefined) context.world.directory.block(account, other, body?.attrs.action === 'block', companion.id);
  return blocklist(context, caller, request, body);
};

const privacy: IqHandler = ({ world }, { account }, request) => {
  const categories = Object.entries(world.directory.get(account).privacy).map(([name, value]) =>
    stanza('category', { name, value }),
  );
  return result(request, [stanza('privacy', {}, categories)]);
};

const setPrivacy: IqHandler = (context, caller, request, body) => {
  const settings = context.world.directory.get(caller.account).privacy;
  for (const { attrs } of children(body, 'category'))
    if (attrs.name !== undefined && attrs.value !== undefined) settings[attrs.name] = attrs.value;
  return privacy(context, caller, request, body);
};

const setAbout: IqHandler = ({ world }, { account }, request, body) => {
  world.directory.update(account, { about: { text: textOf(body), at: world.clock.now() } });
  return result(request);
};

/** The client is unlinking itself. */
const removeDevice: IqHandler = (context, { companion, connection }, request) => {
  connection.send(result(request));
  unlink(context, companion.id);
  return undefined;
};

const MEDIA_CONN_SECONDS = 300;

/** Where files are handed in, and the word that opens the door. */
const mediaConn: IqHandler = ({ mediaHost }, _caller, request) => {
  const { auth, address } = mediaHost;
  const host = stanza('host', { hostname: address });
  return result(request, [stanza('media_conn', { auth, ttl: MEDIA_CONN_SECONDS }, [host])]);
};

export const accountTable: IqTable = {
  'w:p get ping': ping,
  'w:p get *': ping,
  'passive set passive': empty,
  'abt get props': props,
  'blocklist get *': blocklist,
  'blocklist set item': block,
  'privacy get privacy': privacy,
  'privacy set privacy': setPrivacy,
  'privacy set tokens': empty,
  'urn:xmpp:whatsapp:dirty set clean': empty,
  'status set status': setAbout,
  'md set remove-companion-device': removeDevice,
  'w:m set media_conn': mediaConn,
  'w:stats set *': empty,
};

/** First child of the request, however it is called. */
export const bodyOf = (request: Stanza): Stanza | undefined => children(request)[0];
