import { InvalidInputError, isGroup, parseJid, type OutgoingContent } from '@columba/core';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { AddressField, TextField } from '../../common/openapi/fields.js';
import { given } from './given.js';
import type { OutgoingKindModule } from './outgoing-kind.js';

@ApiSchema({ name: 'OutgoingGroupInvite' })
export class OutgoingGroupInviteDto {
  @ApiProperty({ enum: ['groupInvite'], description: 'An invitation to a group that this account is an admin of.' })
  @IsIn(['groupInvite'])
  kind: 'groupInvite';

  @AddressField({ description: 'The group.', example: '120363025246125486@g.us' })
  groupId: string;

  @TextField({ description: 'A word to go with it.', max: 1_024, optional: true })
  caption?: string;
}

export const outgoingGroupInvite: OutgoingKindModule<OutgoingGroupInviteDto> = {
  component: 'OutgoingGroupInvite',
  dto: OutgoingGroupInviteDto,
  parse({ groupId, caption }): OutgoingContent {
    const group = parseJid(groupId);
    if (!isGroup(group))
      throw new InvalidInputError('groupId is not the address of a group', {
        fields: [{ pointer: '/content/groupId', code: 'wrong_format', detail: 'Must end in @g.us' }],
      });
    return { kind: 'groupInvite', groupId: group, ...given({ caption }) };
  },
};
