import type { Chat } from '../model.js';
import { useWorld } from '../state.js';
import { ago } from './ui.js';

/** The newest conversations, as a sign of life. What strangers wrote is only ever text here. */
export function Chats({ session }: { session: string }) {
  const { chats } = useWorld();
  const shown = chats[session] ?? [];
  if (shown.length === 0) return <p class="quiet">No conversations yet.</p>;
  return (
    <ul class="chats" aria-label="Newest conversations">
      {shown.map((chat) => (
        <li key={chat.chatId}>
          <span class="who">{chat.name ?? chat.phone ?? chat.chatId}</span>
          <span class="when">{ago(chat.lastActivityAt)}</span>
          <span class="what">{preview(chat)}</span>
          {chat.unreadCount > 0 && (
            <span class="unread" aria-label={`${chat.unreadCount} unread`}>
              {chat.unreadCount}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function preview({ lastMessage }: Chat): string {
  if (!lastMessage) return '';
  const { fromMe, content } = lastMessage;
  return `${fromMe ? 'You: ' : ''}${content.text ?? content.caption ?? content.kind.replaceAll('_', ' ')}`;
}
