import type { ChatModel, Collection, Collections, PagePerson, PageScope } from '../page-scope.js';

export interface PageLabel {
  id: string;
  name: string;
  color: number;
}

export interface LabelsOperations {
  'labels.list': (input: null) => PageLabel[];
  'labels.set': (input: { chats: string[]; label: string; attached: boolean }) => null;
  /** Makes it, where there is none of this id. */
  'labels.save': (input: PageLabel) => null;
  'labels.remove': (input: { id: string }) => null;
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
  predefinedId?: number;
  isActive?: boolean;
  type?: number;
}

interface LabelEditor {
  /** An id that nobody has becomes a new label. */
  labelEditAction(
    id: string,
    name: string,
    predefinedId: number | undefined,
    color: number,
    isActive: boolean | undefined,
    type: number | undefined,
  ): Promise<unknown>;
  /** Pages up to 2025 take id, name and color one after the other, later ones by name. */
  labelDeleteAction: ((id: string, name: string, color: number) => Promise<unknown>) &
    ((label: { labelId: string; name: string; color: number }) => Promise<unknown>);
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

  const editor = () => module<LabelEditor>('WAWebBizLabelEditingAction');

  /** As the page itself makes new ones. */
  const fresh = (): Partial<LabelModel> => {
    const { isListsEnabled } = module<{ isListsEnabled(): boolean }>('WAWebListsGatingUtils');
    if (!isListsEnabled()) return {};
    const { ListType } = module<{ ListType: { CUSTOM: number } }>('WAWebSchemaLabel');
    return { isActive: true, type: ListType.CUSTOM };
  };

  const save = async ({ id, name, color }: PageLabel) => {
    const { predefinedId, isActive, type } = collections().Label.get(id) ?? fresh();
    await editor().labelEditAction(id, name, predefinedId, color, isActive, type);
    return null;
  };

  const remove = async ({ id }: { id: string }) => {
    const label = collections().Label.get(id);
    if (!label) throw refuse('not_found', 'There is no such label');
    const { name, color } = toLabel(label);
    const { labelDeleteAction } = editor();
    await (labelDeleteAction.length > 1
      ? labelDeleteAction(id, name, color)
      : labelDeleteAction({ labelId: id, name, color }));
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
    'labels.save': save,
    'labels.remove': remove,
  } satisfies Record<keyof LabelsOperations, unknown>);
}
