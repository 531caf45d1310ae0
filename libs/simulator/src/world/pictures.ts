import type { Clock } from './clock.js';
import type { Deliveries } from './deliveries.js';
import type { Directory } from './directory.js';
import { WorldError } from './errors.js';
import type { EventLog } from './event-log.js';
import type { Groups } from './groups.js';
import { isGroupChat, type PhoneNumber } from './ids.js';
import type { Picture, PictureNotice, PictureOwner } from './picture-model.js';
import type { Random } from './random.js';
import type { Screens } from './screens.js';

/** The pictures of accounts and groups, and who may see them. */
export class Pictures {
  readonly #pictures = new Map<PictureOwner, Picture>();
  #made = 0;

  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly directory: Directory,
    private readonly groups: Groups,
    private readonly screens: Screens,
    private readonly deliveries: Deliveries,
  ) {}

  /** @throws WorldError not_found for nobody, forbidden where the owner does not show it */
  seenBy(viewer: PhoneNumber, owner: PictureOwner): Picture | undefined {
    if (isGroupChat(owner)) this.groups.seenBy(viewer, owner);
    else if (!this.#shows(owner, viewer)) throw new WorldError('forbidden', `${owner} shows it not to ${viewer}`);
    return this.#pictures.get(owner);
  }

  /** @throws WorldError forbidden for another person's, and a locked group's unless by an admin */
  set(by: PhoneNumber, owner: PictureOwner, jpeg: Uint8Array | null): Picture | undefined {
    this.#assertMay(by, owner);
    const picture = jpeg ? { id: this.random.for('picture', owner, ++this.#made).digits(10), jpeg } : undefined;
    if (picture) this.#pictures.set(owner, picture);
    else this.#pictures.delete(owner);
    const notice: PictureNotice = { owner, by, at: this.clock.now(), ...(picture ? { id: picture.id } : {}) };
    this.log.append('picture.changed', notice);
    for (const number of this.#concerned(owner))
      for (const { id, kind } of this.directory.devicesOf(number))
        if (kind !== 'phone') this.deliveries.enqueue(id, { kind: 'picture', notice });
    return picture;
  }

  snapshot(): PicturesState {
    return { pictures: [...this.#pictures], made: this.#made };
  }

  restore({ pictures, made }: PicturesState): void {
    for (const [owner, picture] of pictures) this.#pictures.set(owner, picture);
    this.#made = made;
  }

  #assertMay(by: PhoneNumber, owner: PictureOwner): void {
    if (isGroupChat(owner)) {
      if (this.groups.seenBy(by, owner).settings.locked) this.groups.ruledBy(by, owner);
    } else if (by !== owner) throw new WorldError('forbidden', `${by} is not ${owner}`);
  }

  #shows(owner: PhoneNumber, viewer: PhoneNumber): boolean {
    const { privacy, blocked } = this.directory.get(owner);
    if (owner === viewer) return true;
    if (blocked.includes(viewer) || privacy.profile === 'none') return false;
    return privacy.profile !== 'contacts' || this.screens.met(owner, viewer);
  }

  /** The members; of a person those who have a chat with it, and its own other devices. */
  #concerned(owner: PictureOwner): PhoneNumber[] {
    if (isGroupChat(owner)) return Object.keys(this.groups.find(owner)?.members ?? {});
    const others = this.directory.accounts().map(({ number }) => number);
    return others.filter(
      (number) => number === owner || (this.screens.met(number, owner) && this.#shows(owner, number)),
    );
  }
}

export interface PicturesState {
  pictures: [PictureOwner, Picture][];
  made: number;
}
