import { toNumber, type proto } from '@whiskeysockets/baileys';
import type { GroupInviteContent, GroupsPort, MessageContent, OutgoingGroupInvite } from '@columba/core';
import { toJid } from '../../people/person.mapper.js';

export function readGroupInvite(invite: proto.Message.IGroupInviteMessage): MessageContent {
  const groupId = toJid(invite.groupJid);
  if (!groupId) return { kind: 'unsupported', reason: 'unknown_kind', whatsappType: 'groupInviteMessage' };
  const content: GroupInviteContent = { kind: 'groupInvite', groupId, code: invite.inviteCode ?? '' };
  if (invite.groupName) content.groupName = invite.groupName;
  if (invite.caption) content.caption = invite.caption;
  const expires = toNumber(invite.inviteExpiration);
  if (expires) content.expiresAt = new Date(expires * 1000);
  return content;
}

/** An invitation with the group's present code. @throws what asking WhatsApp for it throws */
export async function inviteOf(
  { groupId, caption }: OutgoingGroupInvite,
  groups: Pick<GroupsPort, 'get' | 'invite'>,
): Promise<proto.IMessage> {
  const { code, expiresAt } = await groups.invite(groupId);
  const { subject } = await groups.get(groupId);
  return {
    groupInviteMessage: {
      groupJid: groupId,
      groupName: subject,
      inviteCode: code,
      ...(expiresAt ? { inviteExpiration: Math.floor(expiresAt.getTime() / 1000) } : {}),
      ...(caption ? { caption } : {}),
    },
  };
}
