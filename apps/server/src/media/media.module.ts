import { Module, type DynamicModule, type FactoryProvider, type ModuleMetadata, type Provider } from '@nestjs/common';
import { MediaEgress } from '../egress/egress.module.js';
import { Ffmpeg } from './convert/ffmpeg.js';
import { MediaFolders } from './disk/media-folders.js';
import { Shelf } from './disk/shelf.js';
import { IncomingStore } from './incoming/incoming-store.js';
import { MEDIA_DEFAULTS, type MediaSettings } from './media.settings.js';
import { Converters } from './outgoing/converters.js';
import { OutgoingMediaService } from './outgoing/outgoing-media.service.js';
import { SourceReader } from './outgoing/source-reader.js';
import { UploadStore } from './uploads/upload-store.js';

const SETTINGS = Symbol('MediaSettings');
type Complete = MediaSettings & typeof MEDIA_DEFAULTS;

/** A setting that is there but `undefined` takes the default too. */
function complete(settings: MediaSettings): Complete {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return { ...MEDIA_DEFAULTS, ...(Object.fromEntries(given) as unknown as MediaSettings) };
}

/** A provider whose parts are first the settings, then what `inject` names. */
const made = (
  provide: FactoryProvider['provide'],
  inject: FactoryProvider['inject'],
  useFactory: FactoryProvider['useFactory'],
): Provider => ({
  provide,
  inject: [SETTINGS, ...(inject ?? [])],
  useFactory,
});

const PROVIDERS: Provider[] = [
  made(MediaFolders, [], ({ dataDirectory, clock }: Complete) => new MediaFolders(dataDirectory, clock)),
  made(UploadStore, [MediaFolders], (settings: Complete, folders: MediaFolders) => {
    const shelf = new Shelf(folders, 'uploads', settings.logger);
    return new UploadStore(shelf, settings.clock, settings);
  }),
  made(IncomingStore, [MediaFolders], (settings: Complete, folders: MediaFolders) => {
    const shelf = new Shelf(folders, 'incoming', settings.logger);
    return new IncomingStore(shelf, settings.clock, settings.logger, settings);
  }),
  made(Ffmpeg, [], (settings: Complete) => {
    const { ffmpegPath, conversionTimeoutMs, conversionMemoryBytes, conversions, maxBytes, clock } = settings;
    const limits = { timeoutMs: conversionTimeoutMs, memoryBytes: conversionMemoryBytes, maxOutputBytes: maxBytes };
    return new Ffmpeg({ ffmpegPath, ...limits, concurrency: conversions }, clock);
  }),
  made(
    OutgoingMediaService,
    [MediaFolders, MediaEgress, UploadStore, Ffmpeg],
    (settings: Complete, folders: MediaFolders, egress: MediaEgress, uploads: UploadStore, ffmpeg: Ffmpeg) => {
      const reader = new SourceReader(folders, egress, uploads, settings);
      return new OutgoingMediaService(reader, new Converters(ffmpeg), folders, settings);
    },
  ),
];

@Module({})
export class MediaModule {
  /** The composition root says where the settings come from, and imports {@link EgressModule} for `MediaEgress`. */
  static registerAsync(
    settings: Pick<FactoryProvider<MediaSettings>, 'inject' | 'useFactory'> & Pick<ModuleMetadata, 'imports'>,
  ): DynamicModule {
    return {
      module: MediaModule,
      imports: settings.imports ?? [],
      providers: [
        {
          provide: SETTINGS,
          inject: settings.inject ?? [],
          useFactory: async (...parts: Parameters<typeof settings.useFactory>) =>
            complete(await settings.useFactory(...parts)),
        },
        ...PROVIDERS,
      ],
      exports: [OutgoingMediaService, UploadStore, IncomingStore],
    };
  }
}
