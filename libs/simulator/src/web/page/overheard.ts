import { createWid, type Wid } from './ids/wid.js';

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

/** @param refresh asks for a picture that has changed; @param known everybody with whom there is a chat */
export const makeOverheard = (refresh: (wid: Wid) => Promise<unknown>, known: () => Wid[]): Overheard => ({
  statuses: { getStatusList: () => Promise.resolve({ list: known() }) },
  pictures: { changeProfilePicThumb: (wid) => refresh(createWid(wid)) },
  histories: { queryAndRemoveMessagesInMessageRange: () => Promise.resolve([]) },
});
