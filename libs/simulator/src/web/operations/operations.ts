import { channelOperations } from './channel.operations.js';
import { groupOperations } from './group.operations.js';
import { mediaOperations } from './media.operations.js';
import { messageOperations } from './message.operations.js';
import { ownOperations } from './own.operations.js';
import type { OperationTable } from './operation.js';
import { personOperations } from './person.operations.js';

/** Everything a logged-in page can ask for. */
export const pageOperations: OperationTable = {
  ...messageOperations,
  ...mediaOperations,
  ...personOperations,
  ...ownOperations,
  ...groupOperations,
  ...channelOperations,
};
