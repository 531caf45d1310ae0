import { beforeAll, describe, expect, it } from '@jest/globals';
import { simulatorFixture, text } from '../../testing/fixture.js';

const [CAROL, DAN] = ['15550009901', '15550009902'];
const JPEG = Buffer.from('ffd8ffd9', 'hex');
const jid = (number: string) => `${number}@s.whatsapp.net`;
const codeOf = (error: unknown) => (error as { data?: number }).data;

describe('pictures', () => {
  const fixture = simulatorFixture({ seed: 'pictures' });
  beforeAll(async () => {
    await fixture.sim.contact.add({ pn: CAROL });
    await fixture.sim.contact.add({ pn: DAN });
  });

  it('of a person are told to those who have a chat with it, and lie at the media host', async () => {
    const { sim } = fixture;
    const ann = await fixture.link('15550009903');
    await expect(ann.socket.profilePictureUrl(jid(CAROL))).rejects.toMatchObject({ data: 404 });
    await sim.send({ from: CAROL, to: ann.number, content: text('hi') });
    await ann.text('hi');
    const told = ann.wait('contacts.update', ([contact]) => contact?.imgUrl === 'changed');
    await sim.picture.set({ by: CAROL, jpeg: JPEG.toString('base64') });
    expect((await told)[0]?.id).toBe(jid(CAROL));
    expect(await ann.socket.profilePictureUrl(jid(CAROL), 'image')).toMatch(/^https:.*\.jpg$/);
  });

  it('are hidden from whom they are hidden', async () => {
    const { sim } = fixture;
    const ann = await fixture.link('15550009904');
    await sim.picture.set({ by: DAN, jpeg: JPEG.toString('base64') });
    for (const show of ['none', 'contacts'] as const) {
      await sim.picture.privacy({ pn: DAN, show });
      const refused = await ann.socket.profilePictureUrl(jid(DAN)).catch(codeOf);
      expect(refused).toBe(401);
    }
    await sim.send({ from: DAN, to: ann.number, content: text('hi') });
    expect(await ann.socket.profilePictureUrl(jid(DAN))).toBeDefined();
  });

  it('of a group are its members’ business, of a locked one its admins’', async () => {
    const { sim } = fixture;
    const ann = await fixture.link('15550009905');
    const { id } = await sim.group.create({ by: CAROL, subject: 'Street', who: [DAN, ann.number] });
    await sim.picture.set({ by: DAN, of: id, jpeg: JPEG.toString('base64') });
    expect(await sim.picture.view({ by: CAROL, of: id })).toBe(JPEG.toString('base64'));
    await ann.socket.removeProfilePicture(`${id}@g.us`);
    expect(await sim.picture.view({ by: CAROL, of: id })).toBeNull();
    await sim.group.settings({ group: id, by: CAROL, settings: { locked: true } });
    await expect(ann.socket.removeProfilePicture(`${id}@g.us`)).rejects.toMatchObject({ data: 401 });
  });
});
