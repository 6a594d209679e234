// The mail catcher: a real SMTP server that keeps every letter and sends none on. Knows nothing of Nhịp.
// Use: node catcherMain.js FOLDER PORT [throwAway]
import { SMTPServer } from 'smtp-server';
import { openPostbag } from './postbag.js';

const [folder = '.', port = '0', life = ''] = process.argv.slice(2);
const SIZE_LIMIT = 30 * 1024 * 1024;

const postbag = await openPostbag(folder, life === 'throwAway');

const server = new SMTPServer({
  banner: 'Nhip mail catcher',
  // Nothing is asked of the sender: it is the machine's own worker, on 127.0.0.1.
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  size: SIZE_LIMIT,
  onData: (stream, session, done) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => {
      if (!stream.sizeExceeded) chunks.push(chunk);
    });
    stream.on('end', () => {
      if (stream.sizeExceeded) return done(refusal(552, 'Message exceeds the size limit'));
      const { mailFrom, rcptTo } = session.envelope;
      const from = mailFrom === false ? '' : mailFrom.address;
      const to = rcptTo.map((recipient) => recipient.address);
      // 250 only when letter and index line are on the disk; 451 asks the sender to come again.
      postbag.keep(Buffer.concat(chunks), from, to).then(
        (file) => done(null, `OK ${file}`),
        (error: Error) => done(refusal(451, `Not kept: ${error.message}`)),
      );
    });
  },
});

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

server.on('error', (error: Error) => {
  process.stderr.write(`error: ${error.message}\n`);
  if (!server.server.listening) process.exit(1);
});
process.on('SIGTERM', () => server.close(() => process.exit(0)));
server.listen(Number(port), '127.0.0.1');
