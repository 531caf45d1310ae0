import { parseJid, type MessageContent } from '@columba/core';
import type { ScriptedContent } from '@columba/core/testing';
import type { OperationInput, ShownMessage } from '@columba/simulator';
import { fromScriptedFile, isScriptedFile, isShownFile, toSeenFile } from './sim-media.js';

type SimContent = OperationInput<'send'>['content'];

/** What a person is to say, in the words of the simulator. */
export function fromScripted(content: ScriptedContent): SimContent {
  if (isScriptedFile(content)) return fromScriptedFile(content);
  switch (content.kind) {
    case 'text':
      return { kind: 'text', text: content.text };
    case 'location':
    case 'poll':
    case 'buttonReply':
    case 'listReply':
      return content;
    case 'contact':
      return { kind: 'contact', contacts: content.contacts.map(({ name, vcard }) => ({ name, vcard })) };
    case 'event': {
      const { startsAt, endsAt, ...event } = content;
      return { ...event, startsAt: startsAt.getTime(), ...(endsAt ? { endsAt: endsAt.getTime() } : {}) };
    }
    default:
      throw new Error(`The simulator's people cannot send a ${content.kind} yet`);
  }
}

/** What a screen shows, in the words of the model. */
export function toSeen(content: ShownMessage['content']): MessageContent {
  if (isShownFile(content)) return toSeenFile(content);
  switch (content?.kind) {
    case 'text':
    case 'poll':
      return content;
    case 'location': {
      const { kind, latitude, longitude, name, address, live = false } = content;
      return { kind, latitude, longitude, live, ...(name ? { name } : {}), ...(address ? { address } : {}) };
    }
    case 'contact':
      return {
        kind: 'contact',
        contacts: content.contacts.map(({ name, vcard }) => ({ name, vcard, phones: phonesOf(vcard) })),
      };
    case 'event': {
      const { kind, name, startsAt, endsAt, description, location, joinLink, cancelled = false } = content;
      return {
        kind,
        name,
        startsAt: new Date(startsAt),
        cancelled,
        ...(endsAt === undefined ? {} : { endsAt: new Date(endsAt) }),
        ...(description === undefined ? {} : { description }),
        ...(location === undefined ? {} : { location }),
        ...(joinLink === undefined ? {} : { joinLink }),
      };
    }
    case 'groupInvite': {
      const { expiresAt, groupId, groupName, code, caption } = content;
      return {
        kind: 'groupInvite',
        groupId: parseJid(groupId),
        code,
        ...(groupName === undefined ? {} : { groupName }),
        ...(caption === undefined ? {} : { caption }),
        ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) }),
      };
    }
    default:
      return { kind: 'unsupported', reason: 'unknown_kind' };
  }
}

const phonesOf = (vcard: string): string[] =>
  [...vcard.matchAll(/^TEL[^:]*:(.+)$/gim)].map(([, phone = '']) => phone.trim());
