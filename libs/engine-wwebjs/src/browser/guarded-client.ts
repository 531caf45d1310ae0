import wwebjs, { type Client, type ClientOptions } from 'whatsapp-web.js';

/** Methods of the library that its types leave out. */
interface Internals {
  inject(): Promise<void>;
  attachEventListeners(): Promise<void>;
  initWebVersionCache(): Promise<void>;
}

const LibraryClient = wwebjs.Client as unknown as new (options: ClientOptions) => Client & Internals;

/** The library's way of forgetting a login is to delete the profile under the running browser; this one forgets nothing. */
export class KeptProfile extends wwebjs.NoAuth {}

/**
 * The library with its sharp edges covered: what it does on its own behalf, unasked and unwatched, can no longer end the
 * process or the browser. News come over our own ring buffer, so its listeners stay away.
 */
export class GuardedClient extends LibraryClient {
  private beginning = false;

  constructor(
    options: ClientOptions,
    private readonly told: { injected: () => void; troubled: (error: unknown) => void },
  ) {
    super(options);
  }

  override async initialize(): Promise<void> {
    this.beginning = true;
    try {
      await super.initialize();
    } finally {
      this.beginning = false;
    }
  }

  /** Also called after every navigation, where nobody would catch what it throws. */
  override async inject(): Promise<void> {
    try {
      await super.inject();
      this.told.injected();
    } catch (error) {
      if (this.beginning) throw error;
      this.told.troubled(error);
    }
  }

  override async attachEventListeners(): Promise<void> {
    // See `page/facets/news.page.ts`.
  }

  override async initWebVersionCache(): Promise<void> {
    // Nothing is cached; the library would read the page's text all the same, and fail unheard when the page goes away.
  }

  /** Called by the library when it thinks that all is lost; when a browser ends is our decision. */
  override async destroy(): Promise<void> {
    this.told.troubled(new Error('The library wanted to end the browser'));
  }
}
