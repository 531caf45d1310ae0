import { ApiSchema } from '@nestjs/swagger';
import { TextField } from '../common/openapi/fields.js';

@ApiSchema({ name: 'UpdateProfileRequest' })
export class UpdateProfileDto {
  @TextField({ description: 'The name that others see.', max: 25, optional: true, example: 'Ada' })
  name?: string;

  @TextField({ description: 'What the account says of itself; empty removes it.', min: 0, max: 139, optional: true })
  about?: string;
}
