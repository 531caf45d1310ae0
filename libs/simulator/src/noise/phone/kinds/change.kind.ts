import { proto } from 'baileys-codec/WAProto/index.js';
import { hasCaption } from '../../../world/content.js';
import { targetOf, wireKey, type Kind } from './kind.js';
import { captioned, captionIn } from './media.kind.js';
import { text } from './text.kind.js';

const ProtocolType = proto.Message.ProtocolMessage.Type;
const PinType = proto.Message.PinInChatMessage.Type;

export const reaction: Kind<'reaction'> = {
  encode: ({ target, emoji }, scene) => ({ reactionMessage: { key: wireKey(target, scene), text: emoji ?? '' } }),
  decode({ reactionMessage: found }, scene) {
    const target = found && targetOf(found.key, scene);
    return target ? { kind: 'reaction', target, emoji: found.text || null } : undefined;
  },
};

export const edit: Kind<'edit'> = {
  encode({ target, text: words }, scene) {
    const { content } = scene.find(target) ?? {};
    const editedMessage =
      content && hasCaption(content)
        ? captioned(content.kind, words)
        : text.encode({ kind: 'text', text: words }, scene);
    return { protocolMessage: { key: wireKey(target, scene), type: ProtocolType.MESSAGE_EDIT, editedMessage } };
  },
  decode({ protocolMessage: found }, scene) {
    if (found?.type !== ProtocolType.MESSAGE_EDIT) return undefined;
    const target = targetOf(found.key, scene);
    const message = found.editedMessage?.documentWithCaptionMessage?.message ?? found.editedMessage ?? {};
    const said = text.decode(message, scene)?.text ?? captionIn(message);
    return target && said !== undefined ? { kind: 'edit', target, text: said } : undefined;
  },
};

export const revoke: Kind<'revoke'> = {
  encode: ({ target }, scene) => ({
    protocolMessage: { key: wireKey(target, scene), type: ProtocolType.REVOKE },
  }),
  decode({ protocolMessage: found }, scene) {
    // REVOKE is 0, which is also what an absent type reads as.
    if (!found?.key || (found.type ?? ProtocolType.REVOKE) !== ProtocolType.REVOKE) return undefined;
    const target = targetOf(found.key, scene);
    return target ? { kind: 'revoke', target } : undefined;
  },
};

export const disappearing: Kind<'disappearing'> = {
  encode: ({ seconds }) => ({
    protocolMessage: { type: ProtocolType.EPHEMERAL_SETTING, ephemeralExpiration: seconds },
  }),
  decode: ({ protocolMessage: found }) =>
    found?.type === ProtocolType.EPHEMERAL_SETTING
      ? { kind: 'disappearing', seconds: found.ephemeralExpiration ?? 0 }
      : undefined,
};

export const pin: Kind<'pin'> = {
  encode: ({ target, seconds }, scene) => ({
    pinInChatMessage: {
      key: wireKey(target, scene),
      type: seconds > 0 ? PinType.PIN_FOR_ALL : PinType.UNPIN_FOR_ALL,
    },
    ...(seconds > 0 ? { messageContextInfo: { messageAddOnDurationInSecs: seconds } } : {}),
  }),
  decode({ pinInChatMessage: found, messageContextInfo }, scene) {
    const target = found && targetOf(found.key, scene);
    if (!target) return undefined;
    const pinned = found.type === PinType.PIN_FOR_ALL;
    return { kind: 'pin', target, seconds: pinned ? (messageContextInfo?.messageAddOnDurationInSecs ?? 1) : 0 };
  },
};
