import { readGroup } from './group.facts.js';
import { readPicture } from './picture.facts.js';
import { done, type Reader } from './reading.js';

/** Notifications change what the library knows; those of groups and of pictures are told as well. */
export const readNotification: Reader = async (node, scope) => READERS[node.attrs.type ?? '']?.(node, scope) ?? done();

const READERS: Record<string, Reader> = { 'w:gp2': readGroup, picture: readPicture };
