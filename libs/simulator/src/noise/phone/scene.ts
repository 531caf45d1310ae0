import type { Message } from '../../world/model.js';
import type { DoorContext } from '../context.js';
import type { Scene } from './kinds/kind.js';

export function sceneOf({ jids, media, world }: DoorContext, { key, to, addressing }: Message): Scene {
  return {
    key,
    sender: key.sender,
    to,
    addressing,
    jids,
    media,
    find: (target) => world.messages.find({ chat: key.chat, ...target }),
  };
}
