/** What a message says, in terms of no engine. Doors translate each kind to and from their own form. */
export interface TextContent {
  kind: 'text';
  text: string;
}

/** A form that no door has a neutral word for yet; `note` names it for whoever reads the view. */
export interface UnsupportedContent {
  kind: 'unsupported';
  note: string;
}

export type MessageContent = TextContent | UnsupportedContent;
export type ContentKind = MessageContent['kind'];
