import { QueryCount, TextField } from '../openapi/fields.js';

/** Which part of a list. */
export class PageQuery {
  @QueryCount({ description: 'How many at most.', min: 1, max: 200, default: 50, optional: true })
  limit = 50;

  @TextField({ description: '`nextCursor` of the page before.', max: 500, optional: true })
  cursor?: string;
}
