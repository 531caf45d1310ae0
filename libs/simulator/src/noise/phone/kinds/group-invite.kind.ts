import { numberOf, type Kind } from './kind.js';

export const groupInvite: Kind<'groupInvite'> = {
  encode: ({ groupId, groupName, code, expiresAt, caption }) => ({
    groupInviteMessage: {
      groupJid: groupId,
      inviteCode: code,
      ...(groupName === undefined ? {} : { groupName }),
      ...(expiresAt === undefined ? {} : { inviteExpiration: Math.floor(expiresAt / 1000) }),
      ...(caption === undefined ? {} : { caption }),
    },
  }),
  decode({ groupInviteMessage: found }) {
    if (!found) return undefined;
    return {
      kind: 'groupInvite',
      groupId: found.groupJid ?? '',
      code: found.inviteCode ?? '',
      ...(found.groupName ? { groupName: found.groupName } : {}),
      ...(found.inviteExpiration ? { expiresAt: numberOf(found.inviteExpiration) * 1000 } : {}),
      ...(found.caption ? { caption: found.caption } : {}),
    };
  },
};
