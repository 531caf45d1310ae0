import { ApiSchema } from '@nestjs/swagger';
import { FlagField, TextField } from '../common/openapi/fields.js';

@ApiSchema({ name: 'ChannelInviteRequest' })
export class ChannelInviteDto {
  @TextField({
    description: 'The code of an invitation, or its link.',
    max: 200,
    example: 'https://whatsapp.com/channel/0029VaABCdefGHIjklMNOpqr',
  })
  code: string;
}

@ApiSchema({ name: 'UpdateChannelRequest' })
export class UpdateChannelDto {
  @FlagField({ description: 'No notifications of its posts.' })
  muted: boolean;
}
