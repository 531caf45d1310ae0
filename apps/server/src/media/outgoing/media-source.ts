import { InvalidInputError } from '@columba/core';
import { parseMediaId } from '../disk/media-folders.js';

interface Named {
  fileName?: string;
  /** Wins over what the server or the bytes say, where the kind leaves a choice. */
  mimeType?: string;
}
/** Fetched by Columba itself, through the egress guard; also `data:` addresses. */
export interface UrlSource extends Named {
  kind: 'url';
  url: string;
  headers?: Readonly<Record<string, string>>;
}
/** Small things; also in the form `data:image/png;base64,…`. */
export interface Base64Source extends Named {
  kind: 'base64';
  data: string;
}
/** A file that was uploaded before. */
export interface UploadSource extends Named {
  kind: 'upload';
  mediaId: string;
}

/** A file in one of the folders that Home Assistant shares, by its path. */
export interface FileSource extends Named {
  kind: 'file';
  path: string;
}

/** Where the bytes of a send come from. A union on `kind`. */
export type MediaSource = UrlSource | Base64Source | UploadSource | FileSource;

const MAX_URL = 4_096;
const MAX_HEADERS = 20;
const MAX_HEADER = 4_096;

/**
 * Reads a source from a request's JSON. Says nothing on whether the address may be fetched: that is the guard's.
 * @param pointer JSON pointer of the source within the request, for the error
 * @throws InvalidInputError
 */
export function parseMediaSource(value: unknown, pointer = ''): MediaSource {
  const source = new Fields(value, pointer);
  const named = { ...source.optional('fileName', 1_000), ...source.optional('mimeType', 200) };
  switch (source.text('kind', 20)) {
    case 'url':
      return { kind: 'url', url: source.url(), ...source.headers(), ...named };
    case 'base64':
      return { kind: 'base64', data: source.text('data', Number.POSITIVE_INFINITY), ...named };
    case 'upload':
      return { kind: 'upload', mediaId: parseMediaId(source.text('mediaId', 36)), ...named };
    case 'file':
      return { kind: 'file', path: source.text('path', MAX_URL), ...named };
    default:
      return source.fail('kind', 'must be url, base64, upload or file');
  }
}

class Fields {
  private readonly fields: Readonly<Record<string, unknown>>;

  constructor(
    value: unknown,
    private readonly pointer: string,
  ) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.fail('', 'must be an object');
    this.fields = value as Record<string, unknown>;
  }

  text(name: string, longest: number): string {
    const value = this.fields[name];
    if (typeof value !== 'string' || value === '') return this.fail(name, 'must be a text');
    return value.length <= longest ? value : this.fail(name, `must have at most ${longest} characters`);
  }

  optional<N extends string>(name: N, longest: number): { [K in N]?: string } {
    const isAbsent = this.fields[name] === undefined || this.fields[name] === null;
    return isAbsent ? {} : ({ [name]: this.text(name, longest) } as { [K in N]?: string });
  }

  url(): string {
    const url = this.fields['url'];
    const isData = typeof url === 'string' && /^data:/i.test(url);
    return this.text('url', isData ? Number.POSITIVE_INFINITY : MAX_URL);
  }

  headers(): { headers?: Record<string, string> } {
    const headers = this.fields['headers'];
    if (headers === undefined || headers === null) return {};
    if (typeof headers !== 'object' || Array.isArray(headers))
      return this.fail('headers', 'must be an object of texts');
    const entries = Object.entries(headers as Record<string, unknown>);
    if (entries.length > MAX_HEADERS) return this.fail('headers', `must be at most ${MAX_HEADERS}`);
    for (const [name, text] of entries)
      if (typeof text !== 'string' || text.length > MAX_HEADER) this.fail(`headers/${name}`, 'must be a short text');
    return { headers: Object.fromEntries(entries) as Record<string, string> };
  }

  fail(name: string, detail: string): never {
    const pointer = name ? `${this.pointer}/${name}` : this.pointer;
    throw new InvalidInputError('The media source is not valid', {
      fields: [{ pointer, code: 'invalid_media_source', detail }],
    });
  }
}
