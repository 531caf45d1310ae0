import { get, type Agent } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { DomainError, EngineError, type Picture } from '@columba/core';

export const MOST_PICTURE_BYTES = 5 * 1024 * 1024;
const GONE = [403, 404, 410];

export interface PictureSource {
  hosts: readonly string[];
  agent?: Agent | undefined;
}

/**
 * The bytes behind an address that WhatsApp has given.
 * @returns `undefined` where nothing is there any more.
 * @throws EngineError for addresses elsewhere; DomainError `too_large`, `unavailable`; what aborts `signal`.
 */
export async function fetchPicture(
  address: string,
  { hosts, agent }: PictureSource,
  signal: AbortSignal,
): Promise<Picture | undefined> {
  const url = new URL(address);
  if (url.protocol !== 'https:' || !hosts.some((host) => isBelow(url.hostname, host)))
    throw new EngineError('WhatsApp names a host for pictures that is not its own');
  const response = await answerOf(url, agent, signal);
  const { statusCode = 0, headers } = response;
  if (statusCode !== 200) {
    response.destroy();
    if (GONE.includes(statusCode)) return undefined;
    throw new DomainError('unavailable', `The host of WhatsApp's pictures answered ${statusCode}`);
  }
  return { bytes: await bytesOf(response), mimeType: (headers['content-type'] ?? 'image/jpeg').replace(/;.*$/, '') };
}

const isBelow = (name: string, host: string): boolean => name === host || name.endsWith(`.${host}`);

function answerOf(url: URL, agent: Agent | undefined, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = get(url, { signal, ...(agent ? { agent } : {}) }, resolve);
    request.on('error', (cause) => reject(unreachable(cause)));
  });
}

async function bytesOf(response: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > MOST_PICTURE_BYTES) throw new DomainError('too_large', 'This picture is too large');
      parts.push(part);
    }
  } catch (cause) {
    throw cause instanceof DomainError ? cause : unreachable(cause);
  }
  return new Uint8Array(Buffer.concat(parts));
}

const unreachable = (cause: unknown): DomainError =>
  new DomainError('unavailable', "The host of WhatsApp's pictures cannot be reached", { cause });
