import { type FieldFault, invalidFields } from './gajosu-refusal.js';

const TRUE = [true, 'true', '1', 1];
const FALSE = [false, 'false', '0', 0];

/** Reads the fields of a request and collects what is wrong with them, in the form that this dialect's clients know. */
export class Fields {
  private readonly faults: FieldFault[] = [];
  private readonly fields: Readonly<Record<string, unknown>>;

  /** @param prefix of the names in faults, `options.` */
  constructor(
    value: unknown,
    private readonly prefix = '',
  ) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    this.fields = isObject ? (value as Record<string, unknown>) : {};
  }

  has(name: string): boolean {
    return this.fields[name] !== undefined && this.fields[name] !== null;
  }

  raw(name: string): unknown {
    return this.fields[name];
  }

  /** A text; anything else is a fault, and reads as empty. */
  text(name: string): string {
    const value = this.fields[name];
    return typeof value === 'string' ? value : (this.fault(name), '');
  }

  optionalText(name: string): string | undefined {
    return this.has(name) ? this.text(name) : undefined;
  }

  /** Also as a text, as templates write it. */
  flag(name: string, fallback: boolean): boolean {
    if (!this.has(name)) return fallback;
    const value = this.fields[name];
    if ((TRUE as unknown[]).includes(value)) return true;
    if (!(FALSE as unknown[]).includes(value)) this.fault(name);
    return false;
  }

  list(name: string): unknown[] {
    const value = this.fields[name];
    return Array.isArray(value) ? (value as unknown[]) : (this.fault(name), []);
  }

  fault(name: string, msg = 'Invalid value'): void {
    const value = this.fields[name];
    const param = `${this.prefix}${name}`;
    this.faults.push({ ...(value !== undefined && { value }), msg, param, location: 'body' });
  }

  /** Takes over what another part of the same request found. */
  join(other: Fields): void {
    this.faults.push(...other.faults);
  }

  /** @throws GajosuRefusal 422 with everything that is wrong */
  done(): void {
    if (this.faults.length > 0) throw invalidFields(this.faults);
  }
}
