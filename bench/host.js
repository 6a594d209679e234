// The process in which one peer schedules (`node bench/host.js PEER schedule RUN`) or works (`… work RUN`), fresh each time. Knows
// the two parts of a peer; must not know what is measured.
const [name = '', part = '', text = ''] = process.argv.slice(2);
const run = JSON.parse(text);
const { peer } = await import(new URL(`peers/${name}.js`, import.meta.url).href);

if (part === 'schedule') {
  await peer.schedule(run);
  process.exit(0);
}
/** @type {() => Promise<void>} */
const stop = await peer.work(run);
process.on('message', (wanted) => {
  if (wanted === 'stop') void stop().then(() => process.exit(0));
});
process.on('disconnect', () => process.exit(1));
process.send?.('ready');
