import { z } from 'zod';
import { named } from './faserf-components.js';

const group = z.string().describe('A group, `…@g.us`.');
const jid = z.string().nullish().describe('Another spelling of `number`.');
const EXAMPLE = '120363041234567890@g.us';

export const contactSchema = named(
  'Contact',
  'Somebody. `name` is from the phone book of this account, `notify` the name that the person chose.',
  z.object({
    id: z.string(),
    name: z.string().nullable(),
    notify: z.string().nullable(),
    verified_name: z.string().nullable(),
    verifiedName: z.string().nullable(),
    img_url: z.string().nullable(),
  }),
);

export const contactCheckRequestSchema = named(
  'ContactCheckRequest',
  'Whom it is about.',
  z
    .object({ number: z.string().optional().describe('Needed.'), phone: jid })
    .meta({ examples: [{ number: '491761234567' }] }),
);

export const contactCheckSchema = named(
  'ContactCheck',
  'Whether somebody has WhatsApp.',
  z.object({
    number: z.string(),
    jid: z.string(),
    exists: z.boolean(),
    in_contacts: z.boolean(),
    name: z.string().nullable(),
    notify: z.string().nullable(),
    verified_name: z.string().nullable(),
  }),
);

export const pictureSchema = named(
  'ProfilePicture',
  'A picture, as a data URL; null when there is none, or it is hidden.',
  z.object({ jid: z.string(), profile_picture_url: z.string().nullable() }),
);

export const aboutSchema = named(
  'About',
  'What somebody says of themselves.',
  z.object({ jid: z.string(), status: z.string().nullable(), setAt: z.string().nullable() }),
);

export const groupSchema = named(
  'Group',
  'A group.',
  z.object({
    id: z.string(),
    name: z.string(),
    subject: z.string(),
    participants: z.int().describe('How many.'),
    participantsCount: z.int(),
    owner: z.string().nullable(),
    creation: z.int().nullable().describe('Unix seconds.'),
  }),
);

export const groupMetadataSchema = named(
  'GroupMetadata',
  'All of a group, in the form of the Baileys library.',
  z.object({
    id: z.string(),
    subject: z.string(),
    subjectTime: z.int().nullable(),
    creation: z.int().nullable(),
    owner: z.string().nullable(),
    desc: z.string().nullable(),
    descTime: z.int().nullable(),
    announce: z.boolean(),
    restrict: z.boolean(),
    joinApprovalMode: z.boolean(),
    memberAddMode: z.boolean(),
    ephemeralDuration: z.int(),
    size: z.int(),
    participants: z.array(
      z.object({ id: z.string(), lid: z.string().nullable(), admin: z.enum(['admin', 'superadmin']).nullable() }),
    ),
  }),
);

export const groupRequestSchema = named(
  'GroupRequest',
  'One group.',
  z.object({ number: group, jid }).meta({ examples: [{ number: EXAMPLE }] }),
);

export const createGroupRequestSchema = named(
  'CreateGroupRequest',
  'A new group, and who is in it.',
  z
    .object({ subject: z.string(), participants: z.array(z.string()) })
    .meta({ examples: [{ subject: 'Family', participants: ['491761234567'] }] }),
);

export const participantsRequestSchema = named(
  'ParticipantsRequest',
  'Members of a group.',
  z
    .object({ number: group, participants: z.array(z.string()) })
    .meta({ examples: [{ number: EXAMPLE, participants: ['491761234567'] }] }),
);

export const subjectRequestSchema = named(
  'SubjectRequest',
  'Another name for a group.',
  z.object({ number: group, subject: z.string() }).meta({ examples: [{ number: EXAMPLE, subject: 'The family' }] }),
);

export const descriptionRequestSchema = named(
  'DescriptionRequest',
  'What a group is about; may be empty.',
  z.object({ number: group, description: z.string() }).meta({ examples: [{ number: EXAMPLE, description: 'Us' }] }),
);

export const groupSettingsRequestSchema = named(
  'GroupSettingsRequest',
  'Who may do what in a group; one of the two is needed.',
  z
    .object({
      number: group,
      announce: z.boolean().optional().describe('Only admins may send.'),
      locked: z.boolean().optional().describe('Only admins may change the group.'),
    })
    .meta({ examples: [{ number: EXAMPLE, announce: true }] }),
);

const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export const groupPictureRequestSchema = named(
  'GroupPictureRequest',
  'Another picture for a group.',
  z
    .object({ number: group, jid, picture: z.string().describe('A data URL, or base64.') })
    .meta({ examples: [{ number: EXAMPLE, picture: PIXEL }] }),
);

export const joinRequestSchema = named(
  'JoinRequest',
  'An invitation: its code or its link.',
  z.object({ code: z.string() }).meta({ examples: [{ code: 'https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv' }] }),
);

export const groupCreatedSchema = named(
  'GroupCreated',
  'The new group.',
  z.object({ status: z.literal('created'), group: groupMetadataSchema }),
);

export const participantsChangedSchema = named(
  'ParticipantsChanged',
  'How it went for each person.',
  z.object({
    status: z.enum(['updated', 'promoted', 'demoted']),
    result: z.array(z.object({ jid: z.string(), status: z.string() })),
  }),
);

export const groupDoneSchema = named(
  'GroupDone',
  'It was done to this group.',
  z.object({ status: z.string(), jid: z.string(), subject: z.string().optional() }),
);

export const inviteSchema = named('Invite', 'An invitation.', z.object({ code: z.string(), link: z.string() }));

export const inviteRevokedSchema = named(
  'InviteRevoked',
  'The invitation that counts from now on.',
  z.object({ status: z.literal('revoked'), code: z.string(), link: z.string() }),
);

export const joinedSchema = named(
  'Joined',
  'The group that was joined.',
  z.object({ status: z.literal('joined'), groupId: z.string() }),
);
