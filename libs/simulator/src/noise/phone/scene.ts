import type { Message } from '../../world/model.js';
import type { DoorContext } from '../context.js';
import type { Scene } from './kinds/kind.js';

export function sceneOf({ jids, world }: DoorContext, { key, to, addressing }: Message): Scene {
  return {
    sender: key.sender,
    to,
    addressing,
    jids,
    find: (target) => world.messages.find({ chat: key.chat, ...target }),
  };
}
