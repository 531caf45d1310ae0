import { installBytes } from './facets/bytes.page.js';
import { installCalls } from './facets/calls.page.js';
import { installChannels } from './facets/channels.page.js';
import { installChats } from './facets/chats.page.js';
import { installGroups } from './facets/groups.page.js';
import { installHandingIn } from './facets/handing-in.page.js';
import { installHistory } from './facets/history.page.js';
import { installKinds } from './facets/kinds.page.js';
import { installKit } from './facets/kit.page.js';
import { installLabels } from './facets/labels.page.js';
import { installMedia } from './facets/media.page.js';
import { installMembers } from './facets/members.page.js';
import { installMessages } from './facets/messages.page.js';
import { installNames } from './facets/names.page.js';
import { installNews } from './facets/news.page.js';
import { installPeople } from './facets/people.page.js';
import { installPictures } from './facets/pictures.page.js';
import { installPresence } from './facets/presence.page.js';
import { installProfile } from './facets/profile.page.js';
import { installRepair } from './facets/repair.page.js';
import { installSession } from './facets/session.page.js';

/** In the order in which they build on each other. */
const INSTALLERS = [
  installKit,
  installBytes,
  installNames,
  installHandingIn,
  installRepair,
  installSession,
  installNews,
  installHistory,
  installMessages,
  installKinds,
  installMedia,
  installChats,
  installLabels,
  installGroups,
  installMembers,
  installChannels,
  installPeople,
  installProfile,
  installPictures,
  installPresence,
  installCalls,
];

/** Our code for every document that the page loads; frames inside it are left alone. */
export const pageScript = (): string =>
  `if (window.top === window) { ${INSTALLERS.map((install) => `(${install.toString()})();`).join('\n')} }`;
