/** A simulated WhatsApp for tests and demos. Nothing here comes from, or may be used by, production code. */
export {
  Simulator,
  type DoorName,
  type SimulatorHandle,
  type SimulatorOptions,
  type WebDoorAddress,
} from './simulator.js';
export type { PageError } from './web/journal.js';
export type { PageSettings } from './web/settings.js';
export type { OperationInput, OperationName, OperationOutput, SimulatorOperations } from './control/operations.js';
export type { GroupView } from './control/group.operations.js';
export type { OwnView } from './control/own.operations.js';
export type { AccountView } from './control/world.operations.js';
export type { MessageContent } from './world/content.js';
export { WorldError, type WorldErrorCode } from './world/errors.js';
export type { Channel as ChannelView } from './world/channel-model.js';
export type { WorldEvent } from './world/events.js';
export type { MemberResult } from './world/group-model.js';
export type { Addressing, DeviceId, MessageKey, PhoneNumber } from './world/ids.js';
export type { ClientSend, DeliveredHook, DeviceTruth } from './world/oracle.js';
export type { ChatView } from './world/phone-view.js';
export type { ShownMessage } from './world/view.js';
