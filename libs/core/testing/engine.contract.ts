import { describe, expect, it } from '@jest/globals';
import { describeChannels } from './contract/channels.contract.js';
import { describeChats } from './contract/chats.contract.js';
import { describeGroupMembers } from './contract/group-members.contract.js';
import { describeGroups } from './contract/groups.contract.js';
import type { ContractHarness } from './contract/harness.js';
import { describeMedia } from './contract/media.contract.js';
import { describeChanges } from './contract/messages-changes.contract.js';
import { describeKinds } from './contract/messages-kinds.contract.js';
import { describeText } from './contract/messages-text.contract.js';
import { describePeople } from './contract/people.contract.js';
import { describePresence } from './contract/presence.contract.js';
import { describeReceiving } from './contract/receiving.contract.js';
import type { ContractReport } from './contract/report.js';
import { describeSession } from './contract/session.contract.js';
import { describeRefusals } from './contract/refusals.contract.js';
import { ContractSuite } from './contract/suite.js';
import { describeTable } from './contract/table.contract.js';
import { describeUnknownMessages } from './contract/unknown-messages.contract.js';

/**
 * The one list of behaviours that every engine has to show, each seen from the other side. Titles begin with the
 * feature they belong to; what the engine's table marks `none` must be refused, and is counted as refused.
 *
 * @returns the counts, complete when the tests have run.
 */
export function describeEngineContract(name: string, harness: ContractHarness): ContractReport {
  const suite = new ContractSuite(harness);
  describe(`${name}: the contract of engines`, () => {
    suite.lifecycle();
    describeTable(suite);
    describeSession(suite);
    describeText(suite);
    describeReceiving(suite);
    describeKinds(suite);
    describeChanges(suite);
    describeUnknownMessages(suite);
    describeMedia(suite);
    describeChats(suite);
    describeGroups(suite);
    describeGroupMembers(suite);
    describeChannels(suite);
    describePeople(suite);
    describePresence(suite);
    describeRefusals(suite);
    it('every feature has been tried, or seen refused', () => {
      expect(suite.report.untriedFeatures()).toEqual([]);
    });
  });
  return suite.report;
}

export type { ContractHarness, EngineUnderTest, Lack } from './contract/harness.js';
export type { ContractReport, Outcome, Topic } from './contract/report.js';
