import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseSessionName, silentLogger, systemClock } from '@columba/core';
import { EgressModule, WebhookEgress } from '../egress/egress.module.js';
import { IncomingStore } from './incoming/incoming-store.js';
import { MediaModule } from './media.module.js';
import { OutgoingMediaService } from './outgoing/outgoing-media.service.js';
import { UploadStore } from './uploads/upload-store.js';

const CLOCK = Symbol('clock');
@Module({ providers: [{ provide: CLOCK, useValue: systemClock }], exports: [CLOCK] })
class ClockModule {}

let dataDirectory: string;
beforeEach(async () => (dataDirectory = await mkdtemp(join(tmpdir(), 'module-'))));
afterEach(() => rm(dataDirectory, { recursive: true, force: true }));

describe('MediaModule', () => {
  it('puts the parts together from the settings alone', async () => {
    const egress = {
      ...EgressModule.registerAsync({ inject: [CLOCK], useFactory: (clock: typeof systemClock) => ({ clock }) }),
      imports: [ClockModule],
    };
    const module = await Test.createTestingModule({
      imports: [
        MediaModule.registerAsync({
          imports: [egress],
          useFactory: () => ({ dataDirectory, clock: systemClock, logger: silentLogger, maxBytes: undefined }),
        }),
        egress,
      ],
    }).compile();
    const home = parseSessionName('home');
    const content = await module
      .get(OutgoingMediaService)
      .prepare(home, { kind: 'document', media: { kind: 'base64', data: 'aGVsbG8=' } });
    expect(content).toMatchObject({ kind: 'document', media: { sizeBytes: 5, mimeType: 'application/octet-stream' } });
    expect(module.get(UploadStore)).toBeInstanceOf(UploadStore);
    expect(module.get(IncomingStore)).toBeInstanceOf(IncomingStore);
    await expect(module.get(WebhookEgress).request('http://localhost/')).rejects.toMatchObject({ code: 'unavailable' });
    await module.close();
  });
});
