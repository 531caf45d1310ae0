import { MEDIA_PATH_MAP, type MediaConnInfo, type MediaType } from '@whiskeysockets/baileys';
import { DomainError, type ErrorCode } from '@columba/core';
import { post, type TransferParts } from './transfer.js';

export interface Uploaded {
  url: string;
  directPath: string;
}

/** Where to, and the word that opens the door; `fresh` asks WhatsApp for a new one. */
export type AskHosts = (fresh: boolean) => Promise<Pick<MediaConnInfo, 'auth' | 'hosts'>>;

/** How the media host refuses a file for good. */
const REFUSALS: Record<number, ErrorCode> = { 413: 'too_large', 415: 'unsupported_media_type' };
const NO_ENTRY = [401, 403];

/**
 * Hands a sealed file to the media host: to each of the hosts in turn until one takes it.
 * @throws DomainError `too_large`, `unsupported_media_type`, `media_failed` when it was refused for good; `timeout` when
 * a host went silent, `unavailable` when none could be reached: then it may go better later
 */
export async function upload(
  file: string,
  fileEncSha256: Buffer,
  type: MediaType,
  ask: AskHosts,
  parts: TransferParts,
): Promise<Uploaded> {
  const token = fileEncSha256.toString('base64url');
  let trouble: unknown;
  for (const fresh of [false, true]) {
    const { auth, hosts } = await ask(fresh);
    for (const { hostname } of hosts) {
      const query = new URLSearchParams({ auth, token });
      const url = `https://${hostname}${pathOf(type)}/${token}?${query.toString()}`;
      try {
        const { status, body } = await post(url, file, parts);
        if (status === 200) return placeIn(body);
        trouble = refusalOf(status);
        if (trouble instanceof DomainError && trouble.code !== 'unavailable') throw trouble;
      } catch (error) {
        if (parts.signal.aborted) throw parts.signal.reason;
        if (error instanceof DomainError) throw error;
        trouble = error;
      }
    }
  }
  throw trouble instanceof DomainError ? trouble : unreachable(trouble);
}

function refusalOf(status: number): DomainError {
  const cause = new Error(`The media host answered ${status}`);
  if (status >= 500 || NO_ENTRY.includes(status)) return unreachable(cause);
  return new DomainError(REFUSALS[status] ?? 'media_failed', 'WhatsApp does not take this file', { cause });
}

const unreachable = (cause: unknown): DomainError =>
  new DomainError('unavailable', 'The file could not be handed to WhatsApp', { cause });

function pathOf(type: MediaType): string {
  const path: string | undefined = (MEDIA_PATH_MAP as Partial<Record<MediaType, string>>)[type];
  if (!path) throw new DomainError('media_failed', 'There is no place for files of this kind');
  return path;
}

function placeIn(body: string): Uploaded {
  const answer = parse(body);
  const { url, direct_path: directPath } = answer;
  if (typeof url !== 'string' || typeof directPath !== 'string')
    throw new DomainError('media_failed', 'WhatsApp did not say where the file lies');
  return { url, directPath };
}

function parse(body: string): Record<string, unknown> {
  try {
    const answer: unknown = JSON.parse(body);
    return typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : {};
  } catch {
    // Not an answer of the host that we know; said by what is missing in it.
    return {};
  }
}
