import { Module } from '@nestjs/common';
import { LinkModule } from '../home-assistant/link/link.module.js';
import { IngressListener } from './ingress-listener.js';
import { IngressUsers } from './ingress-users.js';

@Module({ imports: [LinkModule], providers: [IngressListener, IngressUsers] })
export class IngressModule {}
