import type { Collections, Collection, ContactModel, PagePerson, PageScope, Wid } from '../page-scope.js';

export interface PeopleOperations {
  /** The person at the first of the addresses that has an account. */
  'people.exists': (input: { addresses: string[] }) => PagePerson | null;
  'people.about': (input: { of: string[] }) => string | null;
  'people.block': (input: { of: string[]; blocked: boolean }) => null;
  'people.blocked': (input: null) => PagePerson[];
  /** @param phone digits */
  'people.saveName': (input: { of: string[]; name: string }) => null;
}

export interface PersonEntry {
  person: PagePerson;
  /** Empty: it was struck out. */
  savedName?: string;
  pushName?: string;
  blocked?: boolean;
}

export interface PeopleEntries {
  person: PersonEntry;
}

interface People extends Collections {
  Contact: Collection<ContactModel> & { find(wid: Wid): Promise<ContactModel> };
  Blocklist: Collection<{ id: Wid }>;
}

/** Other people's accounts. Runs in the page. */
export function installPeople(): void {
  const { columba: kit } = globalThis as unknown as PageScope;
  const { module, refuse, tell } = kit;
  const collections = () => module<People>('WAWebCollections');
  const isSynced = () => module<{ Socket: { hasSynced: boolean } }>('WAWebSocketModel').Socket.hasSynced;

  const exists = async ({ addresses }: { addresses: string[] }): Promise<PagePerson | null> => {
    const { queryWidExists } = module<{ queryWidExists(wid: Wid): Promise<{ wid: Wid } | null> }>(
      'WAWebQueryExistsJob',
    );
    for (const address of addresses) {
      const wid = kit.wid(address);
      const known = wid.isLid() ? { wid } : await queryWidExists(wid);
      if (known) return { ...kit.person(known.wid), ...(wid.isLid() ? {} : { phone: wid.toString() }) };
    }
    return null;
  };

  const about = async ({ of }: { of: string[] }): Promise<string | null> => {
    const { getStatus } = module<{
      getStatus(of: { token: string; wid: Wid }): Promise<{ status?: unknown } | undefined>;
    }>('WAWebContactStatusBridge');
    const HIDDEN = [401, 403, 404];
    for (const address of of) {
      const found = await getStatus({ token: '', wid: kit.wid(address) }).catch((error: { status?: number }) => {
        if (HIDDEN.includes(error.status ?? 0)) return undefined;
        throw error;
      });
      if (typeof found?.status === 'string' && found.status !== '') return found.status;
    }
    return null;
  };

  const block = async ({ of, blocked }: { of: string[]; blocked: boolean }) => {
    const found = await exists({ addresses: of });
    if (!found) throw refuse('not_on_whatsapp', 'Nobody on WhatsApp has this address');
    const contact = await collections().Contact.find(kit.wid(found.wid));
    const { blockContact, unblockContact } = module<{
      blockContact(what: { contact: ContactModel }): Promise<unknown>;
      unblockContact(contact: ContactModel): Promise<unknown>;
    }>('WAWebBlockContactAction');
    const { getContactToBlockOnlyUseIfNoAssociatedChat: toBlock } =
      module<Record<string, (contact: ContactModel, entry: string) => ContactModel>>('WAWebBlockContactUtils');
    const meant = toBlock?.(contact, 'ChatListBlock') ?? contact;
    if (blocked) await blockContact({ contact: meant });
    else await unblockContact(meant);
    return null;
  };

  const saveName = async ({ of, name }: { of: string[]; name: string }) => {
    const phone = of.map((address) => kit.person(kit.wid(address)).phone).find((known) => known !== undefined);
    if (!phone) throw refuse('unsupported', 'Only somebody whose number is known can be saved by name');
    const { saveContactAction } = module<{ saveContactAction(what: object): Promise<unknown> }>(
      'WAWebSaveContactAction',
    );
    const phoneNumber = phone.replace(/@.*$/, '');
    const what = { firstName: name, lastName: '', phoneNumber, prevPhoneNumber: phoneNumber, syncToAddressbook: false };
    await saveContactAction({ ...what, username: undefined });
    return null;
  };

  const listen = () => {
    const { Contact, Blocklist } = collections();
    const named = (field: 'savedName' | 'pushName') => (contact: ContactModel, now: unknown) => {
      if (contact.id.isUser())
        tell('person', { person: kit.person(contact.id), [field]: typeof now === 'string' ? now : '' });
    };
    Contact.on('change:name', named('savedName'));
    Contact.on('change:pushname', named('pushName'));
    const blocked = (on: boolean) => (entry: { id: Wid }) => {
      if (isSynced()) tell('person', { person: kit.person(entry.id), blocked: on });
    };
    Blocklist.on('add', blocked(true));
    Blocklist.on('remove', blocked(false));
  };
  kit.whenLoaded(listen);

  Object.assign(kit.operations, {
    'people.exists': exists,
    'people.about': about,
    'people.block': block,
    'people.blocked': () =>
      collections()
        .Blocklist.getModelsArray()
        .map(({ id }) => kit.person(id)),
    'people.saveName': saveName,
  } satisfies Record<keyof PeopleOperations, unknown>);
}
