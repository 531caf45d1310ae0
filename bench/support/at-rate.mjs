/** Begins a `send` every so often, however long the ones before take; the time of each. */
export async function atRate(lanes, count, perSecond, send) {
  const began = performance.now();
  const times = [];
  for (let n = 0; n < count; n++) {
    const due = began + (n * 1000) / perSecond;
    if (due > performance.now()) await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
    const at = performance.now();
    times.push(send(lanes[n % lanes.length], `message ${n}`).then(() => performance.now() - at));
  }
  return Promise.all(times);
}
