import { Module } from '@nestjs/common';
import { PicturesModule } from '../media/pictures/pictures.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ProfileController } from './profile.controller.js';
import { ProfileService } from './profile.service.js';

@Module({ imports: [SessionsModule, PicturesModule], controllers: [ProfileController], providers: [ProfileService] })
export class ProfileModule {}
