import { openVote, sealVote } from '../vote-seal.js';
import { targetOf, wireKey, type Kind, type Scene } from './kind.js';
import type { Target } from '../../../world/content.js';

export const poll: Kind<'poll'> = {
  encode({ question, options, selectableCount }) {
    const body = {
      name: question,
      options: options.map((optionName) => ({ optionName })),
      selectableOptionsCount: selectableCount,
    };
    return selectableCount === 1 ? { pollCreationMessageV3: body } : { pollCreationMessage: body };
  },
  decode({ pollCreationMessage: any, pollCreationMessageV2: announced, pollCreationMessageV3: single }) {
    const found = single ?? announced ?? any;
    if (!found) return undefined;
    return {
      kind: 'poll',
      question: found.name ?? '',
      options: (found.options ?? []).map(({ optionName }) => optionName ?? ''),
      selectableCount: found.selectableOptionsCount ?? 0,
    };
  },
};

/** Both names of the two people: a client may have used either. */
const names = ({ jids }: Scene, account: string) => [jids.of(account, 'pn'), jids.of(account, 'lid')];

function pollOf(target: Target, scene: Scene) {
  const message = scene.find(target);
  const secret = message?.notes?.secret;
  return message?.content?.kind === 'poll' && secret !== undefined
    ? { secret: Buffer.from(secret, 'hex'), options: message.content.options }
    : undefined;
}

export const vote: Kind<'vote'> = {
  encode({ target, options }, scene) {
    const about = pollOf(target, scene);
    if (!about) throw new Error(`there is no poll ${target.id} to vote in`);
    const { jids, sender, addressing } = scene;
    const parties = {
      pollId: target.id,
      creator: jids.of(target.sender, addressing),
      voter: jids.of(sender, addressing),
    };
    return {
      pollUpdateMessage: {
        pollCreationMessageKey: wireKey(target, scene),
        vote: sealVote(options, about.secret, parties),
        senderTimestampMs: 1,
      },
    };
  },
  decode({ pollUpdateMessage: update }, scene) {
    const target = update && targetOf(update.pollCreationMessageKey, scene);
    const about = target && pollOf(target, scene);
    if (!target || !about || !update?.vote) return undefined;
    for (const creator of names(scene, target.sender))
      for (const voter of names(scene, scene.sender)) {
        const options = openVote(update.vote, about, { pollId: target.id, creator, voter });
        if (options) return { kind: 'vote', target, options };
      }
    return undefined;
  },
};
