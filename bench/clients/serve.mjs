/** Answers the calls of the process that measures. */
export const options = JSON.parse(process.argv[2]);

export const tell = (event, value) => process.send({ event, value });

export function serve(calls) {
  const all = { ready: async () => undefined, memory: async () => (global.gc?.(), process.memoryUsage().rss / 2 ** 20), ...calls };
  const answer = async ({ call, name, args }) => {
    try {
      process.send({ answer: call, value: await all[name](...args) });
    } catch (error) {
      process.send({ answer: call, error: String(error?.stack ?? error) });
    }
  };
  process.on('message', (request) => void answer(request));
  process.on('disconnect', () => process.exit(0));
}

/** Runs `send` for each text, so many at a time, in as many chats; the texts of a chat keep their order. */
export async function inFlight(lanes, count, send) {
  const times = [];
  await Promise.all(
    lanes.map(async (lane, index) => {
      for (let n = index; n < count; n += lanes.length) {
        const began = performance.now();
        await send(lane, `message ${n}`);
        times.push(performance.now() - began);
      }
    }),
  );
  return times;
}
