import type { BinaryNode } from 'baileys-codec/lib/WABinary/types.js';

export type Stanza = BinaryNode;
export type StanzaContent = BinaryNode['content'];

type AttributeValue = string | number | undefined;

/** The service's own address. */
export const SERVICE = '@s.whatsapp.net';

/** A stanza. Undefined attributes are left out and numbers spelled out: the encoder corrupts frames with non-strings. */
export function stanza(tag: string, attrs: Record<string, AttributeValue> = {}, content?: StanzaContent): Stanza {
  const spelled = Object.entries(attrs).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
  return { tag, attrs: Object.fromEntries(spelled), ...(content === undefined ? {} : { content }) };
}

export function children(parent: Stanza | undefined, tag?: string): Stanza[] {
  const content = parent?.content;
  if (!Array.isArray(content)) return [];
  return tag === undefined ? content : content.filter((node) => node.tag === tag);
}

export const child = (parent: Stanza | undefined, tag: string): Stanza | undefined => children(parent, tag)[0];

/** The bytes inside a node; empty when there are none. */
export function bytesOf(node: Stanza | undefined): Buffer {
  const content = node?.content;
  if (content === undefined || Array.isArray(content)) return Buffer.alloc(0);
  return typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
}

export const textOf = (node: Stanza | undefined): string => bytesOf(node).toString();

/** Big-endian unsigned integer of `length` bytes, as key ids travel. */
export function uint(value: number, length: number): Buffer {
  const out = Buffer.alloc(length);
  out.writeUIntBE(value, 0, length);
  return out;
}

export const toUint = (bytes: Buffer): number => (bytes.length > 0 ? bytes.readUIntBE(0, bytes.length) : 0);

/** The answer to an iq: same id, from whom it was asked. */
export function result(request: Stanza, content?: StanzaContent, attrs: Record<string, AttributeValue> = {}): Stanza {
  return stanza('iq', { from: request.attrs.to ?? SERVICE, type: 'result', id: request.attrs.id, ...attrs }, content);
}

export function errorResult(request: Stanza, code: string, text: string): Stanza {
  return stanza('iq', { from: request.attrs.to ?? SERVICE, type: 'error', id: request.attrs.id }, [
    stanza('error', { code, text }),
  ]);
}

/** Compact text for the record and for failure messages; long byte contents are shortened. */
export function describe(node: Stanza, depth = 0): string {
  const attrs = Object.entries(node.attrs)
    .map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
    .join('');
  if (node.content === undefined) return `<${node.tag}${attrs}/>`;
  const inner = Array.isArray(node.content)
    ? depth > 5
      ? '…'
      : node.content
          .slice(0, 20)
          .map((kid) => describe(kid, depth + 1))
          .join('')
    : `${bytesOf(node).subarray(0, 24).toString('hex')}${bytesOf(node).length > 24 ? '…' : ''}`;
  return `<${node.tag}${attrs}>${inner}</${node.tag}>`;
}

/** What a `door` errand carries: a finished stanza. */
export interface DoorEnvelope {
  stanza: Stanza;
}
