import { PHONE, STATUS_CHAT, accountOf, indexOf, type DeviceId, type MessageKey } from '../../world/ids.js';
import type { Group } from '../../world/group-model.js';
import type { Connection } from '../connection.js';
import type { DoorContext } from '../context.js';
import { toContent, type Said } from '../phone/content.js';
import { sceneOf } from '../phone/scene.js';
import { bytesOf, child, children, type Stanza } from '../stanza.js';
import { acknowledge, extras, passedAttributes, withContextInfo } from './message-parts.js';
import { groupMessageStanza } from './message-stanza.js';
import { askForRetry } from './retry.js';

interface Copy {
  device: DeviceId;
  encs: Stanza[];
}

/**
 * A client's `<message>` to a group, or a status: one ciphertext for all, and sealed for each device that lacks it the key to open
 * it. A resend is for the one device that asked.
 * @param refusal error code that a fault rule demands
 */
export async function routeGroupMessage(
  context: DoorContext,
  connection: Connection,
  from: DeviceId,
  node: Stanza,
  refusal?: string,
): Promise<void> {
  const { world, jids } = context;
  const { id = '', to = '' } = node.attrs;
  const chat = jids.chat(to) ?? to;
  const group = world.groups.find(chat);
  const addressing = group?.addressing ?? 'lid';
  const copies = group ? copiesOf(context, group, from, node) : chat === STATUS_CHAT ? listedIn(context, node) : [];
  const head = { from, chat, id, addressing, passed: passedAttributes(node) };
  const sealed = copies.map(({ device, encs }) => ({
    device,
    envelope: groupMessageStanza(context, head, [...encs, ...extras(node, encs)]),
  }));
  const outcome = world.messages.submit({ from, to: chat, addressing, id, copies: sealed }, refusal);
  const key = world.messages.key(accountOf(from), chat, id);
  acknowledge(context, connection, node, key, outcome.accepted ? undefined : outcome.error);
  if (!outcome.accepted) return;
  const phones = copies.filter(({ device }) => indexOf(device) === PHONE);
  await Promise.all(phones.map((copy) => openCopy(context, from, copy, key)));
  if (group && node.attrs.participant === undefined) await tryFormer(context, group, from, node, key);
}

/** The service gives those who are gone no copy. Had they one, the keys that they kept must not open it. */
async function tryFormer(
  context: DoorContext,
  group: Group,
  from: DeviceId,
  node: Stanza,
  key: MessageKey,
): Promise<void> {
  const { world, phones, jids } = context;
  const [name, author] = [jids.ofChat(group.chat, 'lid'), jids.ofDevice(from, 'lid')];
  const former = (group.former ?? []).filter((number) => group.members[number] === undefined);
  for (const to of former)
    for (const enc of children(node, 'enc')) {
      const opening = phones.of(to).openAny(name, author, enc.attrs.type ?? '', bytesOf(enc));
      if (await opening.then(Boolean, () => false)) world.log.append('group.leaked', { key, to });
    }
}

/** Who is to see a status is the sender's choice: each time all its devices are listed. */
function listedIn({ jids, world }: DoorContext, node: Stanza): Copy[] {
  const shared = children(node, 'enc');
  const listed = children(child(node, 'participants'), 'to');
  const again = node.attrs.participant;
  const named = again === undefined ? listed.map((to) => [to.attrs.jid ?? '', children(to, 'enc')] as const) : [];
  const copies = again === undefined ? named : [[again, []] as const];
  return copies.flatMap(([jid, own]) => {
    const device = jids.device(jid);
    return device !== undefined && world.directory.device(device) ? [{ device, encs: [...own, ...shared] }] : [];
  });
}

function copiesOf({ world, jids }: DoorContext, group: Group, from: DeviceId, node: Stanza): Copy[] {
  const shared = children(node, 'enc');
  const asked = node.attrs.participant === undefined ? undefined : jids.device(node.attrs.participant);
  const own = new Map(
    children(child(node, 'participants'), 'to').map((to) => [jids.device(to.attrs.jid ?? ''), children(to, 'enc')]),
  );
  return world.groups
    .devices(group.chat)
    .filter((device) => device !== from && (asked === undefined || device === asked))
    .map((device) => ({ device, encs: [...(own.get(device) ?? []), ...shared] }));
}

/** All parts are asked for at once, so that a phone opens them before those of a later message. */
async function openCopy(context: DoorContext, from: DeviceId, { device, encs }: Copy, key: MessageKey): Promise<void> {
  const { world, phones, jids } = context;
  const account = accountOf(device);
  const [group, author] = [jids.ofChat(key.chat, 'lid'), jids.ofDevice(from, 'lid')];
  const opened = await Promise.allSettled(
    encs.map((enc) => phones.of(account).openAny(group, author, enc.attrs.type ?? '', bytesOf(enc))),
  );
  const known = world.messages.find(key);
  const [said] = opened.flatMap((part): Said[] => {
    const message = part.status === 'fulfilled' ? part.value : undefined;
    const found = message && known && toContent(withContextInfo(message), sceneOf(context, known));
    return found ? [found] : [];
  });
  if (said) return world.messages.opened(account, key, said.content, said.notes);
  if (opened.every(({ status }) => status === 'fulfilled') && opened.length > 0) return;
  world.log.append('phone.undecryptable', { account, from, key });
  askForRetry(context, account, from, key);
}
