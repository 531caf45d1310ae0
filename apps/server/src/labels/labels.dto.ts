import { ApiSchema } from '@nestjs/swagger';
import { CountField, TextField } from '../common/openapi/fields.js';

const NAME = { description: 'What it is called.', example: 'New customer', max: 100 };
const COLOR = { description: "Index into WhatsApp's palette.", min: 0, max: 19, optional: true };

@ApiSchema({ name: 'CreateLabelRequest' })
export class CreateLabelDto {
  @TextField(NAME)
  name: string;

  @CountField({ ...COLOR, default: 0 })
  color?: number;
}

@ApiSchema({ name: 'UpdateLabelRequest' })
export class UpdateLabelDto {
  @TextField({ ...NAME, optional: true })
  name?: string;

  @CountField(COLOR)
  color?: number;
}
