import type { ModuleMaker } from '../page.js';
import { bootModules } from './boot.js';
import { callModules } from './calls.js';
import { changeModules } from './changes.js';
import { channelModules } from './channels.js';
import { chatModules } from './chats.js';
import { collectionModules } from './collections.js';
import { groupModules } from './groups.js';
import { labelModules } from './labels.js';
import { mediaModules } from './media.js';
import { nameModules } from './names.js';
import { peopleModules } from './people.js';
import { preferenceModules } from './preferences.js';
import { sendingModules } from './sending.js';
import { statusModules } from './statuses.js';

/** One maker per feature. */
export const MAKERS: readonly ModuleMaker[] = [
  bootModules,
  nameModules,
  collectionModules,
  chatModules,
  labelModules,
  mediaModules,
  sendingModules,
  changeModules,
  statusModules,
  peopleModules,
  groupModules,
  channelModules,
  callModules,
  preferenceModules,
];
