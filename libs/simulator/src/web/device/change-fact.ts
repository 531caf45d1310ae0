import type { ChangeContent } from '../../world/content.js';
import type { MessageKey, PhoneNumber } from '../../world/ids.js';
import type { Message } from '../../world/model.js';
import type { WebContext } from '../context.js';
import type { ChangeFact } from '../facts.js';
import { isChange } from './message-fact.js';
import { keyFact, nameIn } from './keys.js';

/** A change as the page hears of it; undefined when it says nothing, or its author may not do this. */
export function changeFact(context: WebContext, me: PhoneNumber, message: Message): ChangeFact | undefined {
  const { content, key, at } = message;
  if (!content || !isChange(content)) return undefined;
  const target = { chat: key.chat, ...content.target };
  const what = detail(context, key, target, content);
  return (
    what && {
      key: keyFact(context, me, key),
      target: keyFact(context, me, target),
      by: nameIn(context, key.chat, me, key.sender),
      at,
      ...what,
    }
  );
}

type Detail = ChangeFact extends infer F
  ? F extends ChangeFact
    ? Omit<F, 'key' | 'target' | 'by' | 'at'>
    : never
  : never;

function detail({ world }: WebContext, key: MessageKey, target: MessageKey, change: ChangeContent): Detail | undefined {
  const bySender = key.sender === target.sender;
  switch (change.kind) {
    case 'reaction':
      return { kind: 'reaction', emoji: change.emoji ?? '' };
    case 'edit':
      return bySender ? { kind: 'edit', text: change.text } : undefined;
    case 'revoke':
      return bySender || world.groups.isAdmin(key.chat, key.sender) ? { kind: 'revoke', bySender } : undefined;
    case 'vote':
      return { kind: 'vote', options: indices(world.messages.find(target), change.options) };
    default:
      return { kind: 'pin', pinned: change.seconds > 0, seconds: change.seconds };
  }
}

/** The page names the options of a poll by their places. */
function indices(poll: Message | undefined, names: string[]): number[] {
  const options = poll?.content?.kind === 'poll' ? poll.content.options : [];
  return names.flatMap((name) => (options.includes(name) ? [options.indexOf(name)] : []));
}
