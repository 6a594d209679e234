// A relay that takes everything and counts, in a process of its own: `node bench/sink.js`, talked to over IPC. Knows SMTP and
// Message-IDs; must not know who sends. Never sorts while it is polled: that would cost it its rate.
import { appendFileSync } from 'node:fs';
import { SMTPServer } from 'smtp-server';

/** A header of ours stands within the first packet. */
const HEAD_BYTES = 2_048;
/** Message-ID → how many copies came. */
const copies = new Map();
/** When each copy was whole, ms since 1970, in order of arrival. */
const arrivals = [];
/** Where evidence is wanted, a line for each letter before it is answered. */
const index = process.env.BENCH_SINK_INDEX;

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  hideSTARTTLS: true,
  logger: false,
  onData(stream, session, callback) {
    let head = '';
    stream.on('data', (chunk) => {
      if (head.length < HEAD_BYTES) head += chunk.toString('latin1', 0, HEAD_BYTES);
    });
    stream.on('end', () => {
      const id = /^message-id:\s*(<[^>]*>)/im.exec(head)?.[1] ?? '';
      arrivals.push(Date.now());
      copies.set(id, (copies.get(id) ?? 0) + 1);
      if (index) appendFileSync(index, `${JSON.stringify({ messageId: id })}\n`);
      callback();
    });
  },
});
// A client that is killed leaves its socket; that is no fault of the sink.
server.on('error', () => undefined);
server.listen(Number(process.env.BENCH_SINK_PORT ?? 0), '127.0.0.1', () => {
  process.send({ port: server.server.address().port });
});

process.on('message', (wanted) => {
  if (wanted === 'count') process.send({ distinct: copies.size, received: arrivals.length });
  else if (wanted === 'report') process.send({ copies: [...copies.values()], arrivals });
});
process.on('disconnect', () => process.exit(0));
