// A throw-away Dovecot on loopback that reads the mailboxes a throw-away Postfix fills, and what stands in them, read over
// IMAP. Knows Debian's package; must not know letters. Any password opens any mailbox.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort, greets, onPath } from './ports.js';

/** Why there can be no Dovecot here; null: there can. */
export function dovecotMissing() {
  if (process.getuid?.() !== 0) return 'Dovecot is started as root';
  return onPath('dovecot') === null ? 'dovecot is not installed' : null;
}

/**
 * Serves the Maildirs below `mail` (one folder an address) over IMAP. Returns `{ host, port, urlOf, secureUrlOf, stop }`;
 * `urlOf(address)` as for NHIP_EVIDENCE and NHIP_RETURN_MAILBOX. `tls`: key and certificate (PEM) for IMAP over TLS, too.
 */
export async function startDovecot(folder, { mail, user = 'postfix', tls = null }) {
  const base = join(folder, 'dovecot');
  mkdirSync(base, { recursive: true });
  chmodSync(folder, 0o755);
  const port = await freePort();
  const config = join(folder, 'dovecot.conf');
  const log = join(folder, 'dovecot.log');
  const securely = tls === null ? null : { port: await freePort(), ...keptIn(folder, tls) };
  writeFileSync(config, configuration(base, { mail, user, port, log, securely }));
  const server = spawn(onPath('dovecot') ?? 'dovecot', ['-F', '-c', config], { stdio: 'ignore' });
  await greets(port);
  return {
    host: '127.0.0.1',
    port,
    urlOf: (address) => `imap://${encodeURIComponent(address)}:any@127.0.0.1:${port}`,
    secureUrlOf: (address) => `imaps://${encodeURIComponent(address)}:any@127.0.0.1:${securely?.port}`,
    stop: async () => {
      if (server.exitCode !== null) return;
      server.kill('SIGTERM');
      await once(server, 'exit');
    },
  };
}

function keptIn(folder, { key, cert }) {
  const files = { key: join(folder, 'imap.key'), cert: join(folder, 'imap.pem') };
  writeFileSync(files.key, key, { mode: 0o600 });
  writeFileSync(files.cert, cert);
  return files;
}

function configuration(base, { mail, user, port, log, securely }) {
  return `base_dir = ${base}
state_dir = ${base}/state
log_path = ${log}
protocols = imap
listen = 127.0.0.1
${securely === null ? 'ssl = no' : `ssl = yes\nssl_cert = <${securely.cert}\nssl_key = <${securely.key}`}
disable_plaintext_auth = no
auth_mechanisms = plain
# The address itself is the folder's name.
auth_username_chars =
first_valid_uid = 1
default_login_user = dovenull
mail_location = maildir:${mail}/%u/Maildir
passdb {
  driver = static
  args = nopassword=y
}
userdb {
  driver = static
  args = uid=${user} gid=${user} home=${mail}/%u
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${securely?.port ?? 0}
    ssl = yes
  }
  service_count = 0
  process_min_avail = 1
  client_limit = 500
}
service imap {
  process_limit = 500
  service_count = 0
}
`;
}

/**
 * What stands in the mailboxes: `Message-ID` → copies, over all mailboxes below `mail` (without `except`), each read over
 * IMAP.
 */
export async function mailboxCounts({ port }, mail, { except = [] } = {}) {
  const counts = new Map();
  const left = readdirSync(mail).filter((address) => !except.includes(address));
  const reader = async () => {
    for (let address = left.pop(); address !== undefined; address = left.pop()) {
      for (const id of await messageIds(port, address)) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 8 }, reader));
  return counts;
}

/** The Message-ID of each letter in an INBOX, read over IMAP. */
export async function messageIds(port, address) {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  let heard = '';
  socket.on('data', (text) => {
    heard += text;
  });
  const until = async (pattern) => {
    while (!pattern.test(heard)) await once(socket, 'data');
    const all = heard;
    heard = '';
    return all;
  };
  await until(/^\* OK.*\r\n/);
  socket.write(`a LOGIN "${address}" any\r\n`);
  await until(/^a OK.*\r\n/m);
  socket.write('b EXAMINE INBOX\r\n');
  const exists = Number(/^\* (\d+) EXISTS/m.exec(await until(/^b OK.*\r\n/m))?.[1] ?? 0);
  let headers = '';
  if (exists > 0) {
    socket.write('c FETCH 1:* BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]\r\n');
    headers = await until(/^c OK.*\r\n/m);
  }
  socket.end('d LOGOUT\r\n');
  return [...headers.matchAll(/^Message-ID:\s*(<[^>]*>)/gim)].map(([, id]) => id);
}
