export interface Wid {
  readonly user: string;
  readonly server: string;
  readonly _serialized: string;
  isLid(): boolean;
  isGroup(): boolean;
  isStatus(): boolean;
  isUser(): boolean;
  toString(): string;
}

/** A person by every address that the page knows. */
export interface PagePerson {
  wid: string;
  phone?: string;
  lid?: string;
  name?: string;
}
