import { type ContentOf, optionalText, present, textOf, type Kind } from './kind.js';

export const groupInvite: Kind<'groupInvite'> = {
  encode: ({ groupId, groupName, code, expiresAt, caption }) => ({
    type: 'groups_v4_invite',
    body: '',
    inviteGrp: groupId,
    inviteGrpName: groupName,
    inviteCode: code,
    inviteCodeExp: expiresAt === undefined ? undefined : Math.floor(expiresAt / 1000),
    comment: caption,
  }),
  decode({ type, inviteGrp, inviteGrpName, inviteCode, inviteCodeExp, comment }) {
    if (type !== 'groups_v4_invite') return undefined;
    return present<ContentOf<'groupInvite'>>({
      kind: 'groupInvite',
      groupId: textOf(inviteGrp),
      groupName: optionalText(inviteGrpName),
      code: textOf(inviteCode),
      expiresAt: inviteCodeExp === undefined ? undefined : Number(inviteCodeExp) * 1000,
      caption: optionalText(comment),
    });
  },
};
