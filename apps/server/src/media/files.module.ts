import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { FilesService } from './files.service.js';
import { MediaController } from './media.controller.js';
import { MediaRoomsModule } from './media-rooms.module.js';
import { MultipartUpload } from './uploads/multipart-upload.js';

@Module({
  imports: [MediaRoomsModule, SessionsModule],
  controllers: [MediaController],
  providers: [FilesService, MultipartUpload],
})
export class FilesModule {}
