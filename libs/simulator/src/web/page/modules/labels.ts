import { fileChats, takeLabels } from '../apply/own.js';
import type { ChatModel } from '../models/chat.js';
import type { ModuleMaker, Page } from '../page.js';
import type { LabelFact } from '../../facts.js';

interface Attachment {
  id: string;
  type: string;
}

async function attach(page: Page, actions: Attachment[], chats: ChatModel[]): Promise<void> {
  for (const chat of chats)
    for (const { id, type } of actions) {
      const attached = type === 'add';
      await page.ask('own.labelChat', { id: chat.id.toString(), label: id, attached });
      const rest = chat.labels.filter((other) => other !== id);
      chat.set('labels', attached ? [...rest, id] : rest);
    }
  fileChats(page);
}

const others = ({ store }: Page, id: string): LabelFact[] =>
  store.labels.filter((label) => label.id !== id).map(({ id, name, colorIndex }) => ({ id, name, colorIndex }));

/** Also makes the label, when there is none of this id. */
async function edit(page: Page, label: LabelFact): Promise<void> {
  await page.ask('own.label', { label: label.id, name: label.name, color: label.colorIndex });
  takeLabels(page, [...others(page, label.id), label]);
}

async function remove(page: Page, id: string): Promise<void> {
  await page.ask('own.removeLabel', { label: id });
  for (const chat of page.store.chats.filter(({ labels }) => labels.includes(id)))
    chat.set(
      'labels',
      chat.labels.filter((other) => other !== id),
    );
  takeLabels(page, others(page, id));
  fileChats(page);
}

/** Labels of a business account. */
export const labelModules: ModuleMaker = (page) => {
  Object.assign(page.store.labels, {
    addOrRemoveLabels: (actions: Attachment[], chats: ChatModel[]) => attach(page, actions, chats),
  });
  return {
    WAWebBizLabelEditingAction: {
      labelEditAction: (id: string, name: string, _predefined: unknown, colorIndex: number) =>
        edit(page, { id, name, colorIndex }),
      // As of 2026 by names; before that they were three arguments.
      labelDeleteAction: ({ labelId }: { labelId: string }) => remove(page, labelId),
    },
    WAWebListsGatingUtils: { isListsEnabled: () => true },
    WAWebSchemaLabel: { ListType: { CUSTOM: 5 } },
  };
};
