import { Model } from '../base/model.js';
import { createWid, type Wid, type WidLike } from '../ids/wid.js';

/** A person's or a group's picture, by address; without `img` there is none. */
export class PictureModel extends Model {
  declare id: Wid;
  declare img?: string;

  constructor({ id, img }: { id: WidLike; img?: string | undefined }) {
    super({ id: createWid(id), img, eurl: img });
  }

  /** What the service refuses it refuses when it is asked. */
  canSet(): boolean {
    return true;
  }

  canDelete(): boolean {
    return this.img !== undefined;
  }
}
