import type { Directory } from './directory.js';
import type { EventLog } from './event-log.js';
import { PHONE, deviceId, isGroupChat } from './ids.js';
import type { Messages } from './messages.js';

/** People who answer by themselves: every text from someone else gets the account's fixed reply. */
export function tellStories(log: EventLog, directory: Directory, messages: Messages): void {
  log.on('message.shown', ({ account, key, copy }) => {
    const { autoReply } = directory.get(account);
    const message = messages.find(key);
    if (!autoReply || copy > 1 || key.sender === account || message?.content?.kind !== 'text') return;
    // Two people who both answer would never end.
    if (directory.get(key.sender).autoReply) return;
    messages.post({
      from: deviceId(account, PHONE),
      to: isGroupChat(key.chat) ? key.chat : key.sender,
      addressing: message.addressing,
      content: { kind: 'text', text: autoReply.text },
    });
  });
}
