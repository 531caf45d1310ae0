import type { BinaryNode } from '@whiskeysockets/baileys';

/** A stanza as stored: tag, attributes, and text, bytes (base64) or children. */
type StoredNode = [tag: string, attrs: Record<string, string>, content?: string | { b: string } | StoredNode[]];

/** A stanza to bytes and back, without any loss; the wire's own encoding rewrites addresses on the way. */
export const encodeStanza = (node: BinaryNode): Uint8Array => Buffer.from(JSON.stringify(pack(node)), 'utf8');

export const decodeStanza = (bytes: Uint8Array): BinaryNode =>
  unpack(JSON.parse(Buffer.from(bytes).toString('utf8')) as StoredNode);

function pack({ tag, attrs, content }: BinaryNode): StoredNode {
  if (content === undefined) return [tag, attrs];
  if (typeof content === 'string') return [tag, attrs, content];
  if (content instanceof Uint8Array) return [tag, attrs, { b: Buffer.from(content).toString('base64') }];
  return [tag, attrs, content.map(pack)];
}

function unpack([tag, attrs, content]: StoredNode): BinaryNode {
  if (content === undefined) return { tag, attrs };
  if (typeof content === 'string') return { tag, attrs, content };
  if (Array.isArray(content)) return { tag, attrs, content: content.map(unpack) };
  return { tag, attrs, content: Buffer.from(content.b, 'base64') };
}
