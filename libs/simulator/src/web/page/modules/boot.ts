import { fromBase64, toBase64 } from '../base64.js';
import type { ModuleMaker } from '../page.js';

/** What the library needs before anybody is logged in. */
export const bootModules: ModuleMaker = (page) => {
  const refreshQR = () => page.ask('refreshRef');
  const { socket, conn, cmd, stream, profile } = page;
  let advSecret = '';
  void profile.keys().then((keys) => (advSecret = keys.advSecret));
  Object.assign(cmd, { refreshQR });
  return {
    WAWebSocketModel: { Socket: socket },
    WAWebConnModel: { Conn: conn },
    WAWebCmd: { Cmd: cmd },
    WAWebStreamModel: { Stream: stream },
    WAWebOfflineHandler: { OfflineMessageHandler: { getOfflineDeliveryProgress: () => page.offlineProgress } },
    WAWebLaunchSocketUtils: { refreshQR },
    WAWebAltDeviceLinkingApi: {
      setPairingType: () => undefined,
      initializeAltDeviceLinking: () => Promise.resolve(),
      initializeQRLinking: refreshQR,
      startAltLinkingFlow: (number: string) => page.ask<string>('pairingCode', { number }),
    },
    WABase64: { encodeB64: toBase64, decodeB64: fromBase64 },
    WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: '1' },
    WAWebAdvSignatureApi: {},
    WAWebUserPrefsInfoStore: {
      waNoiseInfo: { get: async () => ({ staticKeyPair: { pubKey: (await profile.keys()).noise } }) },
    },
    WAWebSignalStoreApi: {
      waSignalStore: {
        getRegistrationInfo: async () => ({ identityKeyPair: { pubKey: (await profile.keys()).identity } }),
      },
    },
    WAWebUserPrefsMultiDevice: { getADVSecretKey: () => advSecret },
    WAWebMiscBrowserUtils: { info: () => ({ os: 'Mac OS', name: 'Chrome', version: '101' }) },
    WAWebUserPrefsMeUser: {
      getMaybeMePnUser: () => page.me?.number,
      getMaybeMeLidUser: () => page.me?.lid,
      getMe: () => page.me?.number,
    },
    // The library assigns to these.
    WAWebSyncGatingUtils: { isPlaceholderMessageResendEnabled: () => false },
    WAWebBackendJobsCommon: { mediaTypeFromProtobuf: () => 'image' },
    WAWebE2EProtoUtils: { typeAttributeFromProtobuf: () => 'text' },
    WAWebNonMessageDataRequestPlaceholderMessageResendUtils: {
      handlePlaceholderMsgsSeen: () => Promise.resolve(),
    },
  };
};
