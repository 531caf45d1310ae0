import type { ChatModel, Collection, Collections, PagePerson, PageScope } from '../page-scope.js';

export interface PageLabel {
  id: string;
  name: string;
  color: number;
}

export interface LabelsOperations {
  'labels.list': (input: null) => PageLabel[];
  'labels.set': (input: { chats: string[]; label: string; attached: boolean }) => null;
}

export interface LabelsEntries {
  label: PageLabel;
  labelGone: { id: string };
  chatLabels: { chat: PagePerson; labels: string[] };
}

interface LabelModel {
  id: string;
  name?: string;
  colorIndex?: number;
}

interface LabelCollection extends Collection<LabelModel> {
  addOrRemoveLabels(actions: { id: string; type: 'add' | 'remove' }[], chats: ChatModel[]): Promise<unknown>;
}

/** Labels of a business account. Runs in the page. */
export function installLabels(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  const { module, refuse, tell } = kit;
  const collections = () => module<Collections & { Label: LabelCollection }>('WAWebCollections');
  const toLabel = ({ id, name, colorIndex }: LabelModel): PageLabel => ({
    id,
    name: name ?? '',
    color: colorIndex ?? 0,
  });

  const set = async ({ chats, label, attached }: { chats: string[]; label: string; attached: boolean }) => {
    const { Label } = collections();
    if (!Label.get(label)) throw refuse('not_found', 'There is no such label');
    const chat = await kit.findChat(chats);
    if (!chat) throw refuse('not_found', 'There is no such chat');
    await Label.addOrRemoveLabels([{ id: label, type: attached ? 'add' : 'remove' }], [chat]);
    return null;
  };

  kit.whenLoaded(() => {
    const { Label, Chat } = collections();
    Label.on('add change:name change:colorIndex', (label: LabelModel) => tell('label', toLabel(label)));
    Label.on('remove', ({ id }: LabelModel) => tell('labelGone', { id }));
    Chat.on('change:labels', ({ id }: ChatModel, now: string[] | undefined, before: string[] | undefined) => {
      const [labels, old] = [now ?? [], before ?? []];
      if (labels.join(' ') !== old.join(' ')) tell('chatLabels', { chat: kit.person(id), labels: [...labels] });
    });
  });

  Object.assign(kit.operations, {
    'labels.list': () => collections().Label.getModelsArray().map(toLabel),
    'labels.set': set,
  } satisfies Record<keyof LabelsOperations, unknown>);
}
