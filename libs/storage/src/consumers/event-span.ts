/** Events of one session, counted. */
export interface EventSpan {
  session: string;
  fromSeq: number;
  toSeq: number;
  count: number;
  /** When the oldest of them was stored. */
  oldestAt: Date;
}
