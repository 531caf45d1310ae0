import { beforeAll, describe, expect, it } from '@jest/globals';
import { simulatorFixture } from '../../testing/fixture.js';

const [CAROL, DAN] = ['15550008801', '15550008802'];

describe('calls', () => {
  const fixture = simulatorFixture({ seed: 'calls' });
  beforeAll(async () => {
    await fixture.sim.contact.add({ pn: CAROL });
    await fixture.sim.contact.add({ pn: DAN });
  });

  it('ring at a client, and end when nobody takes them', async () => {
    const { sim } = fixture;
    const ann = await fixture.link('15550008803');
    const rings = ann.wait('call', ([call]) => call?.status === 'offer');
    const { id } = await sim.call.offer({ from: CAROL, to: ann.number, video: true });
    expect((await rings)[0]).toMatchObject({ id, isVideo: true, isGroup: false, callerPn: `${CAROL}@s.whatsapp.net` });
    const ended = ann.wait('call', ([call]) => call?.status === 'timeout');
    await sim.call.timeout({ id });
    expect((await ended)[0]).toMatchObject({ id });
    await expect(sim.call.hangUp({ id })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('can be declined by a client', async () => {
    const { sim } = fixture;
    const ann = await fixture.link('15550008804');
    const rings = ann.wait('call', ([call]) => call?.status === 'offer');
    const { id } = await sim.call.offer({ from: CAROL, to: ann.number });
    const [call] = await rings;
    await ann.socket.rejectCall(id, call?.from ?? '');
    expect(await sim.await({ event: 'call.ended', match: { call: { id } } })).toMatchObject({
      data: { end: 'rejected', by: ann.number },
    });
  });

  it('of a group ring on for the others', async () => {
    const { sim } = fixture;
    const ann = await fixture.link('15550008805');
    const { id: group } = await sim.group.create({ by: CAROL, subject: 'Street', who: [DAN, ann.number] });
    const rings = ann.wait('call', ([call]) => call?.isGroup === true);
    const { id } = await sim.call.offer({ from: CAROL, to: group });
    await rings;
    await sim.call.reject({ id, by: DAN });
    const over = ann.wait('call', ([call]) => call?.status === 'terminate');
    await sim.call.hangUp({ id });
    await over;
  });

  it('of somebody who is blocked do not ring', async () => {
    const { sim } = fixture;
    const ann = await fixture.link('15550008806');
    await ann.socket.updateBlockStatus(`${CAROL}@s.whatsapp.net`, 'block');
    await sim.call.offer({ from: CAROL, to: ann.number });
    const rings = ann.wait('call', ([call]) => call?.callerPn === `${DAN}@s.whatsapp.net`);
    await sim.call.offer({ from: DAN, to: ann.number });
    await rings;
    expect(ann.events.filter(({ event }) => event === 'call')).toHaveLength(1);
  });
});
