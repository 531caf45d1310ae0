import { Module } from '@nestjs/common';
import { IngressListener } from './ingress-listener.js';

@Module({ providers: [IngressListener] })
export class IngressModule {}
