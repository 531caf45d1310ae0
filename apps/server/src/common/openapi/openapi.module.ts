import { Module } from '@nestjs/common';
import { DocsController } from './docs.controller.js';
import { OpenApiHolder } from './openapi-holder.js';

@Module({ controllers: [DocsController], providers: [OpenApiHolder] })
export class OpenApiModule {}
