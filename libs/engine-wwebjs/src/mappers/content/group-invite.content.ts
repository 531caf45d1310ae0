import type { GroupInviteContent, MessageContent } from '@columba/core';
import { toTime } from '../time.js';
import { toJid } from '../person.mapper.js';
import type { ContentFields } from './content-reader.js';

export function groupInviteContent({ type, fields }: ContentFields): MessageContent {
  const { inviteGrp, inviteGrpName, inviteCode, inviteCodeExp, comment } = fields;
  const groupId = typeof inviteGrp === 'string' ? toJid(inviteGrp) : undefined;
  if (!groupId) return { kind: 'unsupported', reason: 'unknown_kind', whatsappType: type };
  const content: GroupInviteContent = {
    kind: 'groupInvite',
    groupId,
    code: typeof inviteCode === 'string' ? inviteCode : '',
  };
  if (typeof inviteGrpName === 'string' && inviteGrpName !== '') content.groupName = inviteGrpName;
  if (typeof comment === 'string' && comment !== '') content.caption = comment;
  if (inviteCodeExp) content.expiresAt = toTime(Number(inviteCodeExp));
  return content;
}
