import type { GroupsPort, OutgoingMedia } from '@columba/core';
import type { PageMediaType, UploadedFields } from '../../page/facets/media.page.js';

/** What some kinds need besides their own words. */
export interface WriterTools {
  groups: Pick<GroupsPort, 'get' | 'invite'>;
  /** Hands a file to WhatsApp. @throws DomainError `media_failed`, `too_large`, `unsupported_media_type` */
  upload: (media: OutgoingMedia, type: PageMediaType) => Promise<UploadedFields>;
}
