import { ApiExtraModels, ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { ChoiceField, FlagField, TextField } from '../../common/openapi/fields.js';
import {
  Base64MediaSourceDto,
  MediaSourceField,
  UploadMediaSourceDto,
  UrlMediaSourceDto,
  type MediaSourceDto,
} from '../../media/media-source.dto.js';
import { parseMediaSource } from '../../media/outgoing/media-source.js';
import { given } from './given.js';
import type { OutgoingKindModule } from './outgoing-kind.js';

const CAPTION = { description: 'What to say to it.', max: 1_024, optional: true };
const VIEW_ONCE = { description: 'May be opened once only.', optional: true };
const STYLES = ['normal', 'gif', 'note'] as const;

@ApiExtraModels(UrlMediaSourceDto, Base64MediaSourceDto, UploadMediaSourceDto)
@ApiSchema({ name: 'OutgoingImage' })
export class OutgoingImageDto {
  @ApiProperty({ enum: ['image'], description: 'A picture; kinds that WhatsApp does not show become JPEG.' })
  @IsIn(['image'])
  kind: 'image';

  @MediaSourceField()
  media: MediaSourceDto;

  @TextField(CAPTION)
  caption?: string;

  @FlagField(VIEW_ONCE)
  viewOnce?: boolean;
}

@ApiSchema({ name: 'OutgoingVideo' })
export class OutgoingVideoDto {
  @ApiProperty({ enum: ['video'], description: 'A video; kinds that WhatsApp does not play become MP4.' })
  @IsIn(['video'])
  kind: 'video';

  @MediaSourceField()
  media: MediaSourceDto;

  @TextField(CAPTION)
  caption?: string;

  @FlagField(VIEW_ONCE)
  viewOnce?: boolean;

  @ChoiceField({ description: '`note` is the round video.', of: STYLES, default: 'normal', optional: true })
  style: (typeof STYLES)[number] = 'normal';
}

@ApiSchema({ name: 'OutgoingAudio' })
export class OutgoingAudioDto {
  @ApiProperty({ enum: ['audio'], description: 'A music or sound file.' })
  @IsIn(['audio'])
  kind: 'audio';

  @MediaSourceField()
  media: MediaSourceDto;
}

@ApiSchema({ name: 'OutgoingVoice' })
export class OutgoingVoiceDto {
  @ApiProperty({ enum: ['voice'], description: 'A voice message; any sound becomes Opus.' })
  @IsIn(['voice'])
  kind: 'voice';

  @MediaSourceField()
  media: MediaSourceDto;
}

@ApiSchema({ name: 'OutgoingDocument' })
export class OutgoingDocumentDto {
  @ApiProperty({ enum: ['document'], description: 'A file, sent as it is.' })
  @IsIn(['document'])
  kind: 'document';

  @MediaSourceField()
  media: MediaSourceDto;

  @TextField(CAPTION)
  caption?: string;
}

@ApiSchema({ name: 'OutgoingSticker' })
export class OutgoingStickerDto {
  @ApiProperty({ enum: ['sticker'], description: 'A sticker; any image becomes WebP.' })
  @IsIn(['sticker'])
  kind: 'sticker';

  @MediaSourceField()
  media: MediaSourceDto;
}

const source = (media: MediaSourceDto) => parseMediaSource(media, '/content/media');

export const outgoingImage: OutgoingKindModule<OutgoingImageDto> = {
  component: 'OutgoingImage',
  dto: OutgoingImageDto,
  parse: ({ media, caption, viewOnce }) => ({ kind: 'image', media: source(media), ...given({ caption, viewOnce }) }),
};
export const outgoingVideo: OutgoingKindModule<OutgoingVideoDto> = {
  component: 'OutgoingVideo',
  dto: OutgoingVideoDto,
  parse: ({ media, style, caption, viewOnce }) => ({
    kind: 'video',
    style,
    media: source(media),
    ...given({ caption, viewOnce }),
  }),
};
export const outgoingAudio: OutgoingKindModule<OutgoingAudioDto> = {
  component: 'OutgoingAudio',
  dto: OutgoingAudioDto,
  parse: ({ media }) => ({ kind: 'audio', media: source(media) }),
};
export const outgoingVoice: OutgoingKindModule<OutgoingVoiceDto> = {
  component: 'OutgoingVoice',
  dto: OutgoingVoiceDto,
  parse: ({ media }) => ({ kind: 'voice', media: source(media) }),
};
export const outgoingDocument: OutgoingKindModule<OutgoingDocumentDto> = {
  component: 'OutgoingDocument',
  dto: OutgoingDocumentDto,
  parse: ({ media, caption }) => ({ kind: 'document', media: source(media), ...given({ caption }) }),
};
export const outgoingSticker: OutgoingKindModule<OutgoingStickerDto> = {
  component: 'OutgoingSticker',
  dto: OutgoingStickerDto,
  parse: ({ media }) => ({ kind: 'sticker', media: source(media) }),
};
