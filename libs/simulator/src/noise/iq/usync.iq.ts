import { seconds } from '../../world/clock.js';
import type { Account } from '../../world/model.js';
import type { DoorContext } from '../context.js';
import { parseJid } from '../jid.js';
import { child, children, result, stanza, textOf, type Stanza } from '../stanza.js';
import type { IqHandler, IqTable } from './handler.js';

type Answer = (context: DoorContext, account: Account, asked: string) => Stanza | undefined;

/** What each usync protocol says of an account that exists. */
const ANSWERS: Record<string, Answer> = {
  contact: () => stanza('contact', { type: 'in' }),
  devices: ({ world }, { number }) =>
    stanza('devices', {}, [
      stanza(
        'device-list',
        { hash: '2:sim' },
        // A linked device without key-index is ignored by clients. Browsers have no keys to seal a copy with.
        world.directory
          .devicesOf(number)
          .filter(({ kind }) => kind !== 'web')
          .map(({ index }) => stanza('device', { id: index, 'key-index': index > 0 ? index : undefined })),
      ),
    ]),
  // Only asked by number: a LID answered with itself would be stored as a mapping.
  lid: ({ jids }, { number }, asked) =>
    parseJid(asked).addressing === 'pn' ? stanza('lid', { val: jids.of(number, 'lid') }) : undefined,
  status: (_context, { about }) =>
    about ? stanza('status', { t: Math.floor(about.at / 1000) }, Buffer.from(about.text)) : undefined,
  disappearing_mode: ({ world }) => stanza('disappearing_mode', { duration: 0, t: seconds(world.clock) }),
};

const usync: IqHandler = (context, _caller, request, body) => {
  const protocols = children(child(body, 'query')).map(({ tag }) => tag);
  for (const protocol of protocols) if (!(protocol in ANSWERS)) context.stats.count('unknownIqs', `usync ${protocol}`);
  const users = children(child(body, 'list'), 'user').flatMap((user) => answerUser(context, protocols, user));
  return result(request, [
    stanza('usync', body?.attrs ?? {}, [
      stanza(
        'result',
        {},
        protocols.map((protocol) => stanza(protocol)),
      ),
      stanza('list', {}, users),
    ]),
  ]);
};

/** Contact queries name a `+number`, the others an address. Unknown people are left out, except for contact. */
function answerUser(context: DoorContext, protocols: string[], user: Stanza): Stanza[] {
  const number = textOf(child(user, 'contact')).replaceAll(/\D/g, '');
  const asked = user.attrs.jid ?? `${number}@s.whatsapp.net`;
  const known = context.jids.account(asked);
  if (known === undefined) {
    return protocols.includes('contact') ? [stanza('user', { jid: asked }, [stanza('contact', { type: 'out' })])] : [];
  }
  const account = context.world.directory.get(known);
  const nodes = protocols.flatMap((protocol) => ANSWERS[protocol]?.(context, account, asked) ?? []);
  return [stanza('user', { jid: asked }, nodes)];
}

export const usyncTable: IqTable = { 'usync get usync': usync };
