import { ApiExtraModels, ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsObject, IsString, IsUUID, ValidateIf, ValidateNested } from 'class-validator';
import { applyDecorators } from '@nestjs/common';
import { TextField } from '../common/openapi/fields.js';
import { declareRequestUnion } from '../common/openapi/request-union.js';

/** What every source may say about its file. */
class NamedSource {
  @TextField({ description: 'How the file is called.', max: 1_000, optional: true, example: 'invoice.pdf' })
  fileName?: string;

  @TextField({ description: 'Wins over what the server or the bytes say.', max: 200, optional: true })
  mimeType?: string;
}

@ApiSchema({ name: 'UrlMediaSource' })
export class UrlMediaSourceDto extends NamedSource {
  @ApiProperty({ enum: ['url'], description: 'Fetched by Columba; addresses inside your own network are refused.' })
  @IsIn(['url'])
  kind: 'url';

  @ApiProperty({
    description: 'http or https, or a `data:` address.',
    type: String,
    example: 'https://example.org/a.jpg',
  })
  @IsString()
  url: string;

  @ApiPropertyOptional({
    description: 'Sent along with the request.',
    type: 'object',
    additionalProperties: { type: 'string' },
  })
  @ValidateIf(({ headers }: UrlMediaSourceDto) => headers !== undefined)
  @IsObject()
  headers?: Record<string, string>;
}

@ApiSchema({ name: 'Base64MediaSource' })
export class Base64MediaSourceDto extends NamedSource {
  @ApiProperty({ enum: ['base64'], description: 'The bytes themselves; for small files.' })
  @IsIn(['base64'])
  kind: 'base64';

  @ApiProperty({ description: 'Base64, bare or as a `data:` address.', type: String })
  @IsString()
  data: string;
}

@ApiSchema({ name: 'UploadMediaSource' })
export class UploadMediaSourceDto extends NamedSource {
  @ApiProperty({ enum: ['upload'], description: 'A file that was uploaded to this session before.' })
  @IsIn(['upload'])
  kind: 'upload';

  @ApiProperty({ description: 'From `uploadMedia`.', format: 'uuid', type: String })
  @IsUUID()
  mediaId: string;
}

@ApiSchema({ name: 'FileMediaSource' })
export class FileMediaSourceDto extends NamedSource {
  @ApiProperty({
    enum: ['file'],
    description: 'A file in the media or share folder of Home Assistant; only where Columba is linked to one.',
  })
  @IsIn(['file'])
  kind: 'file';

  @TextField({ description: 'Its path, as Home Assistant has it.', max: 4_096, example: '/media/doorbell/last.jpg' })
  path: string;
}

export type MediaSourceDto = UrlMediaSourceDto | Base64MediaSourceDto | UploadMediaSourceDto | FileMediaSourceDto;

const SOURCES = [
  { name: 'url', value: UrlMediaSourceDto },
  { name: 'base64', value: Base64MediaSourceDto },
  { name: 'upload', value: UploadMediaSourceDto },
  { name: 'file', value: FileMediaSourceDto },
];

declareRequestUnion('MediaSource', 'Where the bytes of a file come from.', {
  url: 'UrlMediaSource',
  base64: 'Base64MediaSource',
  upload: 'UploadMediaSource',
  file: 'FileMediaSource',
});

/** A required field that holds a `MediaSource`. */
export const MediaSourceField = () =>
  applyDecorators(
    ApiProperty({ oneOf: [{ $ref: '#/components/schemas/MediaSource' }] }),
    IsDefined({ message: 'media is required' }),
    IsObject(),
    ValidateNested(),
    Type(() => UrlMediaSourceDto, {
      discriminator: { property: 'kind', subTypes: SOURCES },
      keepDiscriminatorProperty: true,
    }),
  );

@ApiExtraModels(UrlMediaSourceDto, Base64MediaSourceDto, UploadMediaSourceDto, FileMediaSourceDto)
@ApiSchema({ name: 'SetPictureRequest' })
export class SetPictureDto {
  @MediaSourceField()
  media: MediaSourceDto;
}
