import type { Collection, Collections, PageScope, Wid } from '../page-scope.js';

/** A channel as it leaves the page. Times are seconds. */
export interface PageChannel {
  id: string;
  name: string;
  description?: string;
  inviteCode?: string;
  subscribers: number;
  verified: boolean;
  role: 'guest' | 'subscriber' | 'admin' | 'owner';
  muted: boolean;
  /** At WhatsApp's host of pictures. */
  picturePath?: string;
  creation?: number;
}

export interface OfChannel {
  channel: string;
}

export interface ChannelsOperations {
  'channels.get': (input: OfChannel) => PageChannel;
  'channels.byInvite': (input: { code: string }) => PageChannel;
  'channels.follow': (input: OfChannel) => null;
  'channels.unfollow': (input: OfChannel) => null;
  'channels.mute': (input: OfChannel & { muted: boolean }) => null;
}

/** The page's answer about a channel; each part may be missing. */
interface ChannelData {
  idJid: string;
  newsletterNameMetadataMixin?: { nameElementValue?: string } | null;
  newsletterDescriptionMetadataMixin?: {
    descriptionQueryDescriptionResponseMixin?: { elementValue?: string } | null;
  } | null;
  newsletterInviteLinkMetadataMixin?: { inviteCode?: string } | null;
  newsletterSubscribersMetadataMixin?: { subscribersCount?: number } | null;
  newsletterVerificationMetadataMixin?: { verificationState?: string } | null;
  newsletterMembershipMetadataMixin?: { membershipType?: PageChannel['role'] } | null;
  newsletterUserSettingsMetadataMixin?: { type?: string; value?: string }[] | null;
  newsletterCreationTimeMetadataMixin?: { creationTimeValue?: number } | null;
  newsletterPictureMetadataMixin?: {
    picture?: { queryPictureDirectPathOrEmptyResponseMixinGroup?: { value?: { directPath?: string } } }[];
  } | null;
}

interface ChannelQueries {
  queryNewsletterMetadataByJid(jid: string, role: string | undefined): Promise<ChannelData | null | undefined>;
  queryNewsletterMetadataByInviteCode(code: string, role: string | undefined): Promise<ChannelData | null | undefined>;
}

interface ChannelModel {
  id: Wid;
  newsletterMetadata?: { membershipType?: string };
}

/** Channels, which the page calls newsletters. Runs in the page. */
export function installChannels(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  const { module, refuse } = kit;

  const NOT_FOUND = 404;
  /** What is not for guests. */
  const NOT_ALLOWED = 405;
  /** Where in the page one came by the channel; the library says the same. */
  const surface = { eventSurface: 3 };

  const queries = () => module<ChannelQueries>('WAWebNewsletterMetadataQueryJob');
  const known = () =>
    module<Collections & { WAWebNewsletterCollection: Collection<ChannelModel> }>('WAWebCollections')
      .WAWebNewsletterCollection;

  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const { status, statusCode } = error as { status?: number; statusCode?: number };
      const code = status ?? statusCode;
      if (code === NOT_FOUND) throw refuse('not_found', 'There is no such channel');
      if (code === NOT_ALLOWED) throw refuse('not_allowed', 'WhatsApp does not allow this to you in this channel');
      throw error;
    }
  };

  const need = (data: ChannelData | null | undefined): ChannelData => {
    if (!data) throw refuse('not_found', 'There is no such channel');
    return data;
  };

  const isMuted = ({ newsletterUserSettingsMetadataMixin: settings }: ChannelData): boolean =>
    (settings ?? []).some(({ type, value }) => type === 'MUTE_ADMIN_ACTIVITY' && value === 'ON');

  const pictureOf = ({ newsletterPictureMetadataMixin: pictures }: ChannelData): string | undefined =>
    (pictures?.picture ?? [])
      .map(({ queryPictureDirectPathOrEmptyResponseMixinGroup: picture }) => picture?.value?.directPath)
      .find((path) => path !== undefined && path !== '');

  const toChannel = (data: ChannelData): PageChannel => {
    const description = data.newsletterDescriptionMetadataMixin?.descriptionQueryDescriptionResponseMixin?.elementValue;
    const inviteCode = data.newsletterInviteLinkMetadataMixin?.inviteCode;
    const creation = data.newsletterCreationTimeMetadataMixin?.creationTimeValue;
    const picturePath = pictureOf(data);
    return {
      id: data.idJid,
      name: data.newsletterNameMetadataMixin?.nameElementValue ?? '',
      ...(description ? { description } : {}),
      ...(inviteCode ? { inviteCode } : {}),
      subscribers: data.newsletterSubscribersMetadataMixin?.subscribersCount ?? 0,
      verified: data.newsletterVerificationMetadataMixin?.verificationState === 'verified',
      role: data.newsletterMembershipMetadataMixin?.membershipType ?? 'guest',
      muted: isMuted(data),
      ...(picturePath ? { picturePath } : {}),
      ...(creation ? { creation } : {}),
    };
  };

  const get = async (channel: string): Promise<PageChannel> => {
    const role = known().get(channel)?.newsletterMetadata?.membershipType;
    return toChannel(need(await told(() => queries().queryNewsletterMetadataByJid(channel, role))));
  };

  /** The page's own model, loaded as for somebody who looks at the channel. */
  const open = async (channel: string): Promise<ChannelModel> => {
    const found = known().get(channel);
    if (found) return found;
    const { loadNewsletterPreviewChat } = module<{
      loadNewsletterPreviewChat(id: string): Promise<ChannelModel | undefined>;
    }>('WAWebLoadNewsletterPreviewChatAction');
    const loaded = (await told(() => loadNewsletterPreviewChat(channel))) ?? known().get(channel);
    if (!loaded) throw refuse('not_found', 'There is no such channel');
    return loaded;
  };

  const mute = async ({ channel, muted }: OfChannel & { muted: boolean }) => {
    const words = module<{ ADMIN_NOTIFICATIONS: unknown; MUTED_STATE: number; UNMUTED_STATE: number }>(
      'WAWebNewsletterModelUtils',
    );
    const { updateNewsletterUserSetting } = module<{ updateNewsletterUserSetting(wanted: object): Promise<unknown> }>(
      'WAWebNewsletterUpdateUserSettingJob',
    );
    const { toNewsletterJid } = module<{ toNewsletterJid(id: string): unknown }>('WAJids');
    await told(() =>
      updateNewsletterUserSetting({
        newsletterJid: toNewsletterJid(channel),
        type: words.ADMIN_NOTIFICATIONS,
        muteExpirationValue: muted ? words.MUTED_STATE : words.UNMUTED_STATE,
      }),
    );
    return null;
  };

  Object.assign(kit.operations, {
    'channels.get': ({ channel }: OfChannel) => get(channel),
    // Who asks with an invitation is not told what they are to it, hence the second question.
    'channels.byInvite': async ({ code }: { code: string }) =>
      get(need(await told(() => queries().queryNewsletterMetadataByInviteCode(code, undefined))).idJid),
    'channels.follow': async ({ channel }: OfChannel) => {
      const { subscribeToNewsletterAction } = module<{
        subscribeToNewsletterAction(chat: ChannelModel, options: object): Promise<unknown>;
      }>('WAWebNewsletterSubscribeAction');
      const chat = await open(channel);
      await told(() => subscribeToNewsletterAction(chat, surface));
      return null;
    },
    'channels.unfollow': async ({ channel }: OfChannel) => {
      const { unsubscribeFromNewsletterAction } = module<{
        unsubscribeFromNewsletterAction(chat: ChannelModel, options: object): Promise<unknown>;
      }>('WAWebNewsletterUnsubscribeAction');
      const chat = await open(channel);
      await told(() => unsubscribeFromNewsletterAction(chat, { ...surface, deleteLocalModels: true }));
      return null;
    },
    'channels.mute': mute,
  } satisfies Record<keyof ChannelsOperations, unknown>);
}
