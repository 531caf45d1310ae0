import { Module } from '@nestjs/common';
import { MediaRoomsModule } from '../media-rooms.module.js';
import { PicturesService } from './pictures.service.js';

@Module({ imports: [MediaRoomsModule], providers: [PicturesService], exports: [PicturesService] })
export class PicturesModule {}
