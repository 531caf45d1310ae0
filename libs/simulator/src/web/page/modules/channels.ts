import type { ChannelFact } from '../../facts.js';
import { takeChannel } from '../apply/channels.js';
import { createWid, type WidLike } from '../ids/wid.js';
import type { ChatModel } from '../models/chat.js';
import type { ModuleMaker, Page } from '../page.js';

const MUTED_STATE = -1;
const UNMUTED_STATE = 0;
const ADMIN_NOTIFICATIONS = 'admin_notifications';

const isJid = (identifier: string): boolean => identifier.endsWith('@newsletter');

const find = (page: Page, identifier: string): Promise<ChannelFact | null> =>
  isJid(identifier)
    ? page.ask<ChannelFact | null>('channel.find', { channel: identifier })
    : page.ask<ChannelFact | null>('channel.preview', { code: identifier });

/** The answer to a question about a channel, in the depth that the library expects; null where there is none. */
async function metadata(page: Page, identifier: string): Promise<object | null> {
  const fact = await find(page, identifier);
  if (!fact) return null;
  const { id, name, description, inviteCode, picture, size, creationTime, membershipType, muted } = fact;
  const updateTime = creationTime * 1_000_000;
  const path = picture
    ? { name: 'QueryPictureDirectPathResponse', value: { directPath: picture, type: 'image', id: '1' } }
    : { name: 'QueryPictureEmptyResponse', value: { type: 'image' } };
  return {
    idJid: id,
    newsletterCreationTimeMetadataMixin: { creationTimeValue: creationTime },
    newsletterNameMetadataMixin: { nameId: '1', nameElementValue: name, nameUpdateTime: updateTime },
    newsletterDescriptionMetadataMixin: {
      descriptionQueryDescriptionResponseMixin: { id: '1', elementValue: description, updateTime },
    },
    newsletterInviteLinkMetadataMixin: { inviteCode },
    newsletterSubscribersMetadataMixin: { subscribersCount: size },
    newsletterVerificationMetadataMixin: { verificationState: 'unverified' },
    newsletterStateMetadataMixin: { stateType: 'active' },
    newsletterPictureMetadataMixin: { picture: [{ queryPictureDirectPathOrEmptyResponseMixinGroup: path }] },
    newsletterMembershipMetadataMixin: membershipType ? { membershipType } : null,
    newsletterUserSettingsMetadataMixin:
      muted === undefined ? [] : [{ type: 'MUTE_ADMIN_ACTIVITY', value: muted ? 'ON' : 'OFF' }],
  };
}

async function preview(page: Page, identifier: string): Promise<ChatModel> {
  const fact = await find(page, identifier);
  if (!fact) throw new Error('Did not receive newsletter preview data');
  return page.store.newsletters.get(fact.id) ?? takeChannel(page, fact);
}

async function follow(page: Page, { id, newsletterMetadata }: ChatModel, on: boolean): Promise<void> {
  await page.ask('channel.follow', { channel: id.toString(), on });
  newsletterMetadata?.set('membershipType', on ? 'subscriber' : 'guest');
}

interface Leaving {
  deleteLocalModels?: boolean;
}

/** Channels, which the page calls newsletters. */
export const channelModules: ModuleMaker = (page) => {
  const { newsletters } = page.store;
  const roleOf = (identifier: string) =>
    newsletters
      .getModelsArray()
      .find(({ id, newsletterMetadata }) =>
        isJid(identifier) ? id.equals(identifier) : newsletterMetadata?.inviteCode === identifier,
      )?.newsletterMetadata?.membershipType;
  return {
    WAJids: { toNewsletterJid: (id: WidLike) => createWid(id).toString() },
    WAWebNewsletterModelUtils: {
      getRoleByIdentifier: roleOf,
      ADMIN_NOTIFICATIONS,
      MUTED_STATE,
      UNMUTED_STATE,
    },
    WAWebNewsletterMetadataQueryJob: {
      queryNewsletterMetadataByInviteCode: (code: string) => metadata(page, code),
      queryNewsletterMetadataByJid: (jid: string) => metadata(page, jid),
    },
    WAWebLoadNewsletterPreviewChatAction: {
      loadNewsletterPreviewChat: (identifier: string) => preview(page, identifier),
    },
    WAWebNewsletterSubscribeAction: { subscribeToNewsletterAction: (chat: ChatModel) => follow(page, chat, true) },
    WAWebNewsletterUnsubscribeAction: {
      unsubscribeFromNewsletterAction: async (chat: ChatModel, { deleteLocalModels = false }: Leaving) => {
        await follow(page, chat, false);
        if (deleteLocalModels) newsletters.remove(chat);
      },
    },
    WAWebNewsletterUpdateUserSettingJob: {
      updateNewsletterUserSetting: (wanted: { newsletterJid: string; muteExpirationValue: number }) =>
        page.ask('channel.mute', {
          channel: wanted.newsletterJid,
          on: wanted.muteExpirationValue === MUTED_STATE,
        }),
    },
  };
};
