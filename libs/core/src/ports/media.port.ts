import type { MessageKey } from '../model/message.js';

export interface MediaPort {
  /**
   * The plain bytes of a message's media, streamed.
   * @throws DomainError `media_expired` when WhatsApp no longer has them (see {@link refetch}), `timeout`.
   */
  download(key: MessageKey): Promise<AsyncIterable<Uint8Array>>;
  /** Asks the sender's or our phone to upload the media again; `media.changed` follows. */
  refetch(key: MessageKey): Promise<void>;
}
