import type { ChangeFact } from '../../facts.js';
import type { ReactionRow, VoteRow } from '../addons.js';
import { MsgKey } from '../ids/msg-key.js';
import { createWid } from '../ids/wid.js';
import { PinModel, pinId } from '../models/pin.js';
import type { Page } from '../page.js';

type Change<K extends ChangeFact['kind']> = Extract<ChangeFact, { kind: K }>;

const reactionRow = ({ key, target, by, at, emoji }: Change<'reaction'>): ReactionRow => ({
  id: MsgKey.fromFact(key),
  reactionParentKey: MsgKey.fromFact(target),
  reactionText: emoji,
  reactionTimestamp: at,
  author: createWid(by),
  from: createWid(by),
  orphan: 0,
  orphanReason: null,
  read: false,
  ack: 2,
});

const voteRow = ({ key, target, by, at, options }: Change<'vote'>): VoteRow => ({
  id: MsgKey.fromFact(key),
  pollUpdateParentKey: MsgKey.fromFact(target),
  selectedOptionLocalIds: options,
  t: at,
  senderTimestampMs: at,
  author: createWid(by),
  from: createWid(by),
});

const pinFields = ({ key, target, by, at, pinned, seconds }: Change<'pin'>) => {
  const parentMsgKey = MsgKey.fromFact(target);
  return {
    id: pinId(parentMsgKey),
    msgKey: MsgKey.fromFact(key),
    parentMsgKey,
    chatId: createWid(target.remote),
    sender: createWid(by),
    pinType: pinned ? 1 : 2,
    pinExpiryDuration: pinned ? seconds : undefined,
    senderTimestampMs: at,
  };
};

/** @param silent as it was in the browser's database; nobody is told */
function takePin({ store }: Page, change: Change<'pin'>, silent: boolean): void {
  store.addons.pin(MsgKey.fromFact(change.target), change.pinned);
  const fields = pinFields(change);
  const known = store.pins.get(fields.id);
  if (!known) store.pins.add(new PinModel(fields), { silent });
  else if (silent) known.adopt(fields);
  else known.set(fields);
}

/** What is left of a revoked message. */
const EMPTY = { body: undefined, caption: undefined, directPath: undefined };

/** Something happened to a message: whoever listens is told. */
export function applyChange(page: Page, change: ChangeFact): void {
  const key = MsgKey.fromFact(change.target);
  const message = page.store.messages.get(key);
  switch (change.kind) {
    case 'reaction':
      // Through the table, where the library listens.
      return page.tables.reactionTableMode.bulkUpsert([reactionRow(change)]);
    case 'vote':
      return page.tables.pollVoteTableMode.bulkUpsert([voteRow(change)]);
    case 'edit':
      message?.set({
        latestEditSenderTimestampMs: change.at,
        latestEditMsgKey: MsgKey.fromFact(change.key),
        [message.caption === undefined ? 'body' : 'caption']: change.text,
      });
      return;
    case 'revoke':
      message?.set({
        ...EMPTY,
        protocolMessageKey: message.id,
        type: 'revoked',
        subtype: change.bySender ? 'sender' : 'admin',
        revokeSender: createWid(change.by),
      });
      return;
    case 'pin':
      takePin(page, change, false);
  }
}

/** What had happened before this page was opened: nobody is told. */
export function recallChange(page: Page, change: ChangeFact): void {
  if (change.kind === 'reaction') page.store.addons.react(reactionRow(change));
  else if (change.kind === 'vote') page.store.addons.vote(voteRow(change));
  else if (change.kind === 'pin') takePin(page, change, true);
}
