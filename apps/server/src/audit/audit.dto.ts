import { PageQuery } from '../common/http/page.dto.js';
import { InstantField, TextField } from '../common/openapi/fields.js';

export class ListAuditQuery extends PageQuery {
  @TextField({ description: 'Only this operation.', example: 'sendMessage', max: 100, optional: true })
  operation?: string;

  @TextField({ description: 'Only what was done with this key.', example: 'configured', max: 64, optional: true })
  keyId?: string;

  @InstantField({ description: 'Only from then on.', optional: true })
  since?: string;
}
