import type { Wid } from './ids/wid.js';

export type PictureCommand = 'set' | 'remove';

/**
 * Work that the page does whenever somebody else caused it. Whoever wants to know replaces these functions by their own:
 * they must be looked up whenever they are called.
 */
export interface Overheard {
  pictures: { changeProfilePicThumb(wid: Wid, command: PictureCommand): Promise<unknown> };
  /** Who sees a status that is posted now. */
  statuses: { getStatusList(): Promise<{ list: Wid[] }> };
  histories: { queryAndRemoveMessagesInMessageRange(wid: Wid): Promise<string[]> };
}

/** What is done with pictures is given by the feature that asks the door. @param known everybody with whom there is a chat */
export const makeOverheard = (known: () => Wid[]): Overheard => ({
  statuses: { getStatusList: () => Promise.resolve({ list: known() }) },
  pictures: { changeProfilePicThumb: () => Promise.resolve() },
  histories: { queryAndRemoveMessagesInMessageRange: () => Promise.resolve([]) },
});
