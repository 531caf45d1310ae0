import { Module } from '@nestjs/common';
import { MEDIA_ROOMS } from '../media-rooms.js';
import { PicturesService } from './pictures.service.js';

@Module({ imports: [MEDIA_ROOMS], providers: [PicturesService], exports: [PicturesService] })
export class PicturesModule {}
