import { ApiSchema } from '@nestjs/swagger';
import { PageQuery } from '../common/http/page.dto.js';
import { AddressesField, CountField, FlagField, QueryFlag, TextField } from '../common/openapi/fields.js';

const LONGEST_SUBJECT = 100;
const LONGEST_DESCRIPTION = 2_048;
/** As many as a group can have. */
const MOST_MEMBERS = 1_024;
const YEAR_SECONDS = 365 * 24 * 3600;

export class ListGroupsQuery extends PageQuery {
  @QueryFlag({ description: 'With the participants of each.', optional: true })
  participants?: boolean;

  @QueryFlag({ description: 'Ask WhatsApp first; it limits how often.', optional: true })
  refresh?: boolean;
}

export class GetGroupQuery {
  @QueryFlag({ description: 'Ask WhatsApp first; it limits how often.', optional: true })
  refresh?: boolean;
}

@ApiSchema({ name: 'CreateGroupRequest' })
export class CreateGroupDto {
  @TextField({ description: 'How it is called.', max: LONGEST_SUBJECT, example: 'Family' })
  subject: string;

  @AddressesField({ description: 'Who is added, beside this account.', least: 0, most: MOST_MEMBERS })
  participants: string[];
}

@ApiSchema({ name: 'UpdateGroupRequest' })
export class UpdateGroupDto {
  @TextField({ description: 'How it is called.', max: LONGEST_SUBJECT, optional: true })
  subject?: string;

  @TextField({ description: 'What it is about; empty removes it.', min: 0, max: LONGEST_DESCRIPTION, optional: true })
  description?: string;

  @FlagField({ description: 'Only admins may send.', optional: true })
  announceOnly?: boolean;

  @FlagField({ description: 'Only admins may change subject, description and picture.', optional: true })
  locked?: boolean;

  @FlagField({ description: 'Admins must let new members in.', optional: true })
  joinApproval?: boolean;

  @FlagField({ description: 'Every member may add others.', optional: true })
  membersCanAdd?: boolean;

  @CountField({
    description: 'After how long new messages disappear; 0: never.',
    min: 0,
    max: YEAR_SECONDS,
    optional: true,
  })
  disappearingSeconds?: number;
}

@ApiSchema({ name: 'ChangeParticipantsRequest' })
export class ParticipantsDto {
  @AddressesField({ description: 'The persons.', most: MOST_MEMBERS })
  participants: string[];
}

@ApiSchema({ name: 'GroupInviteRequest' })
export class InviteCodeDto {
  @TextField({
    description: 'The code of an invitation, or its link.',
    max: 200,
    example: 'https://chat.whatsapp.com/ABCdefGHIjklMNOpqrSTUv',
  })
  code: string;
}
