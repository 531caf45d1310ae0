export type MediaState = 'pending' | 'ready' | 'expired' | 'failed';

/** Facts of a media file that belongs to a message. The bytes are kept apart, under `mediaId`. */
export interface Media {
  mediaId: string;
  state: MediaState;
  mimeType: string;
  sizeBytes?: number;
  /** Of the plain file, lower-case hex. */
  sha256?: string;
  fileName?: string;
  width?: number;
  height?: number;
  durationSeconds?: number;
}

/** Media on its way out: always bytes on our own disk, never somebody's URL or path. */
export interface OutgoingMedia {
  /** A file below the session's data directory, written by Columba itself. */
  file: string;
  mimeType: string;
  sizeBytes: number;
  fileName?: string;
  /** In pixels, as shown (a rotated photo is already turned). */
  width?: number;
  height?: number;
  durationSeconds?: number;
  /** A JPEG of at most 10 kB, base64: what the receiver sees until the file itself is there. */
  thumbnail?: string;
}
