import { PHONE, accountOf, indexOf, type DeviceId, type MessageKey } from '../../world/ids.js';
import type { Connection } from '../connection.js';
import type { DoorContext } from '../context.js';
import { parseJid } from '../jid.js';
import { bytesOf, child, children, type Stanza } from '../stanza.js';
import { toContent } from '../phone/content.js';
import { sceneOf } from '../phone/scene.js';
import { routeGroupMessage } from './group-message-route.js';
import { acknowledge, extras, passedAttributes, withContextInfo } from './message-parts.js';
import { askForRetry } from './retry.js';
import { messageStanza } from './message-stanza.js';

interface Copy {
  jid: string;
  device: DeviceId;
  encs: Stanza[];
}

/**
 * A client's `<message>`: routed as ciphertext to linked devices, opened by phones, and acknowledged.
 * @param refusal error code that a fault rule demands
 */
export async function routeMessage(
  context: DoorContext,
  connection: Connection,
  from: DeviceId,
  node: Stanza,
  refusal?: string,
): Promise<void> {
  const { id = '', to = '' } = node.attrs;
  if (context.jids.chat(to) !== undefined) return routeGroupMessage(context, connection, from, node, refusal);
  const { addressing, user } = parseJid(to);
  if (!addressing) {
    context.stats.count('unknownStanzas', `message to ${parseJid(to).server}`);
    return acknowledge(context, connection, node);
  }
  const copies = copiesOf(context, node);
  if (node.attrs.category === 'peer') {
    acknowledge(context, connection, node);
    return openAll(context, from, copies);
  }
  // A resend to one own device names the chat apart.
  const chat = context.jids.account(node.attrs.recipient ?? to);
  const passed = passedAttributes(node);
  const submission = { from, to: chat ?? user, addressing, id };
  const outcome = context.world.messages.submit(
    {
      ...submission,
      copies: copies.map(({ device, jid, encs }) => ({
        device,
        envelope: messageStanza(
          context,
          {
            from,
            recipient: accountOf(device),
            chat: submission.to,
            id,
            addressing: parseJid(jid).addressing ?? addressing,
            passed,
          },
          [...encs, ...extras(node, encs)],
        ),
      })),
    },
    refusal,
  );
  const key = context.world.messages.key(accountOf(from), submission.to, id);
  acknowledge(context, connection, node, key, outcome.accepted ? undefined : outcome.error);
  if (outcome.accepted) await openAll(context, from, copies, key);
}

/** One sealed copy per device: in `<participants>`, or at top level when it is meant for a single device. */
function copiesOf({ jids, world }: DoorContext, node: Stanza): Copy[] {
  const listed = children(child(node, 'participants'), 'to').map((to) => ({
    jid: to.attrs.jid ?? '',
    encs: children(to, 'enc'),
  }));
  const top = children(node, 'enc');
  const all = listed.length > 0 ? listed : [{ jid: node.attrs.to ?? '', encs: top }];
  return all.flatMap((copy) => {
    const device = jids.device(copy.jid);
    return device !== undefined && world.directory.device(device) ? [{ ...copy, device }] : [];
  });
}

/**
 * Phones open their copies; the content they find belongs to the world. All are asked at once: a phone works in the
 * order it was asked, so that two messages on their way together keep theirs.
 */
async function openAll(context: DoorContext, from: DeviceId, copies: Copy[], key?: MessageKey): Promise<void> {
  const sealed = copies.filter(({ device }) => indexOf(device) === PHONE);
  await Promise.all(
    sealed.flatMap(({ device, encs }) => encs.map((enc) => openOne(context, from, accountOf(device), enc, key))),
  );
}

async function openOne(
  context: DoorContext,
  from: DeviceId,
  account: string,
  enc: Stanza,
  key?: MessageKey,
): Promise<void> {
  const { world, phones, jids, stats } = context;
  const type = enc.attrs.type === 'pkmsg' ? 'pkmsg' : 'msg';
  try {
    const message = await phones.of(account).open(jids.ofDevice(from, 'lid'), type, bytesOf(enc));
    const known = key && world.messages.find(key);
    const said = known && toContent(withContextInfo(message), sceneOf(context, known));
    if (key && said) world.messages.opened(account, key, said.content, said.notes);
  } catch (error) {
    world.log.append('phone.undecryptable', { account, from, ...(key ? { key } : {}) });
    if (key) askForRetry(context, account, from, key);
    else stats.error(`phone of ${account}`, error);
  }
}
