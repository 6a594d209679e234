// A throw-away Postfix on loopback: own folders, own port, its queue on disk, its log in a file. Knows Debian's packages; must
// not know letters. Wants root, as Postfix does.
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort, greets, onPath } from './ports.js';

const run = promisify(execFile);

/** Why there can be no Postfix here; null: there can. */
export function postfixMissing() {
  if (process.getuid?.() !== 0) return 'Postfix starts as root only';
  return onPath('postfix') === null ? 'postfix is not installed' : null;
}

/** The mailbox of everyone who has none of their own. */
export const EVERYONE = 'everyone@mail.example';

/**
 * Starts Postfix in `folder` (made passable for its users). `deliver`: `maildir` puts mail into
 * `<folder>/mail/<address>/Maildir`; `discard` drops it after it was queued. `mailboxes`: addresses with a mailbox of their
 * own; all others are in that of EVERYONE. `journal`: one of them that gets a copy of all. `unknown`: addresses whose mail
 * comes back. `settings`: more lines for main.cf.
 * Returns `{ url, log, mail, kill, restart, stop, flushed }`: `url` for SMTP_URL, `log` the log's path, `kill()` ends all of it
 * by SIGKILL, `flushed()` resolves when the queue is empty.
 */
export async function startPostfix(folder, options = {}) {
  const config = join(folder, 'postfix');
  const at = {
    config,
    queue: join(folder, 'queue'),
    data: join(folder, 'data'),
    mail: join(folder, 'mail'),
    log: join(folder, 'postfix.log'),
  };
  for (const path of [config, at.queue, at.data, at.mail]) mkdirSync(path, { recursive: true });
  chmodSync(folder, 0o755);
  const { uid, gid } = await postfixUser();
  await run('chown', [`${uid}:${gid}`, at.data, at.mail]);
  const port = await freePort();
  writeFileSync(join(config, 'main.cf'), mainCf(folder, at, { ...options, uid, gid }));
  writeFileSync(join(config, 'master.cf'), masterCf(port));
  const postfix = (command) => run('postfix', ['-c', config, command], { env: { PATH: process.env.PATH } });
  const start = async () => {
    await postfix('start');
    await greets(port);
  };
  await start();
  return {
    url: `smtp://127.0.0.1:${port}`,
    log: at.log,
    mail: at.mail,
    /** Its processes are one group, the master's. */
    kill: async () => {
      const pid = await masterPid(at.queue);
      process.kill(-pid, 'SIGKILL');
      for (let tries = 0; tries < 100 && alive(pid); tries += 1) await sleep(20);
    },
    restart: start,
    stop: () => postfix('stop').catch(() => undefined),
    flushed: () => flushed(config),
  };
}

function mainCf(folder, at, options) {
  const {
    deliver = 'maildir',
    mailboxes = [],
    journal = null,
    unknown = [],
    settings = {},
    uid,
    gid,
  } = options;
  const table = (rows) => `inline:{ ${rows.map(([key, value]) => `{ ${key} = ${value} }`).join(', ')} }`;
  const own = table(mailboxes.map((address) => [address, `${address}/Maildir/`]));
  const lines = {
    compatibility_level: '3.6',
    queue_directory: at.queue,
    data_directory: at.data,
    maillog_file: at.log,
    maillog_file_prefixes: folder,
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    myhostname: 'relay.nhip.example',
    mydestination: '',
    local_transport: 'error:no local mail',
    alias_maps: '',
    alias_database: '',
    mynetworks: '127.0.0.0/8',
    smtpd_relay_restrictions: 'permit_mynetworks, reject',
    smtpd_peername_lookup: 'no',
    // An unknown recipient is taken and comes back as a notice, as behind a provider.
    smtpd_reject_unlisted_recipient: 'no',
    // A burst comes over a few connections and is not an attack.
    smtpd_client_connection_count_limit: '0',
    smtpd_client_connection_rate_limit: '0',
    in_flow_delay: '0',
    virtual_mailbox_domains: 'static:any',
    virtual_mailbox_maps: `${mailboxes.length > 0 ? `${own}, ` : ''}static:${EVERYONE}/Maildir/`,
    ...(unknown.length > 0 && {
      transport_maps: table(unknown.map((to) => [to, 'error:5.1.1 no such user'])),
    }),
    virtual_mailbox_base: at.mail,
    virtual_minimum_uid: '1',
    virtual_mailbox_limit: '0',
    virtual_uid_maps: `static:${uid}`,
    virtual_gid_maps: `static:${gid}`,
    virtual_transport: deliver === 'discard' ? 'discard:' : 'virtual',
    virtual_destination_concurrency_limit: '20',
    ...(journal !== null && { always_bcc: journal }),
    ...settings,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');
}

function masterCf(port) {
  const unix = (name, isPrivate, wakeup, limit, command) =>
    `${name} unix ${isPrivate} - n ${wakeup} ${limit} ${command}`;
  return [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    unix('cleanup', 'n', '-', '0', 'cleanup'),
    unix('qmgr', 'n', '300', '1', 'qmgr'),
    unix('rewrite', '-', '-', '-', 'trivial-rewrite'),
    unix('bounce', '-', '-', '0', 'bounce'),
    unix('defer', '-', '-', '0', 'bounce'),
    unix('trace', '-', '-', '0', 'bounce'),
    unix('flush', 'n', '1000?', '0', 'flush'),
    unix('proxymap', '-', '-', '-', 'proxymap'),
    unix('smtp', '-', '-', '-', 'smtp'),
    unix('showq', 'n', '-', '-', 'showq'),
    unix('error', '-', '-', '-', 'error'),
    unix('retry', '-', '-', '-', 'error'),
    unix('discard', '-', '-', '-', 'discard'),
    // Writes into mailboxes under their owner's name.
    'virtual unix - n n - - virtual',
    unix('anvil', '-', '-', '1', 'anvil'),
    unix('scache', '-', '-', '1', 'scache'),
    'postlog unix-dgram n - n - 1 postlogd',
    '',
  ].join('\n');
}

async function postfixUser() {
  const id = async (flag) => Number((await run('id', [flag, 'postfix'])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}

async function masterPid(queue) {
  const { stdout } = await run('cat', [join(queue, 'pid', 'master.pid')]);
  return Number(stdout);
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function flushed(config) {
  for (;;) {
    const { stdout } = await run('postqueue', ['-c', config, '-j'], { maxBuffer: 1 << 28 });
    if (stdout.trim() === '') return;
    await sleep(100);
  }
}
