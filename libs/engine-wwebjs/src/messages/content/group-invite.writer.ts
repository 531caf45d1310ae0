import type { OutgoingGroupInvite } from '@columba/core';
import type { SentRequest } from '../sent-request.js';
import type { WriterTools } from './writer-tools.js';

/** An invitation with the group's present code. @throws what asking WhatsApp for it throws */
export async function writeGroupInvite(
  { groupId, caption }: OutgoingGroupInvite,
  { groups }: WriterTools,
): Promise<SentRequest> {
  const { code, expiresAt } = await groups.invite(groupId);
  const { subject } = await groups.get(groupId);
  const extra = {
    type: 'groups_v4_invite',
    body: '',
    inviteGrp: groupId,
    inviteGrpName: subject,
    inviteCode: code,
    ...(expiresAt ? { inviteCodeExp: Math.floor(expiresAt.getTime() / 1000) } : {}),
    ...(caption ? { comment: caption } : {}),
  };
  return { content: '', extra };
}
