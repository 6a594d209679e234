// The mail room's figures as Prometheus reads them. Knows the text format; must not know tables.
import type { RoomState } from '../../database/ledger/roomState.js';

const CAUSES = ['outage', 'restored', 'clock', 'bigInstant', 'person', 'none'] as const;

export function roomLines({ held, stopped, alarm, failures, holes }: RoomState): readonly string[] {
  return [
    '# HELP nhip_letters_held Letters that wait for a person, by the cause they are held for.',
    '# TYPE nhip_letters_held gauge',
    ...CAUSES.map((cause) => `nhip_letters_held{cause="${cause}"} ${held[cause] ?? 0}`),
    '# HELP nhip_mailboxes_stopped Mailboxes that take no mail.',
    '# TYPE nhip_mailboxes_stopped gauge',
    `nhip_mailboxes_stopped ${stopped.length}`,
    '# HELP nhip_relay_failures Consecutive failures of the way to the relay.',
    '# TYPE nhip_relay_failures gauge',
    `nhip_relay_failures ${failures}`,
    '# HELP nhip_relay_alarm 1 while the relay refuses us, not a letter.',
    '# TYPE nhip_relay_alarm gauge',
    `nhip_relay_alarm ${alarm === null ? 0 : 1}`,
    '# HELP nhip_ledger_holes Differences the last comparison of plan, ledger and evidence found.',
    '# TYPE nhip_ledger_holes gauge',
    `nhip_ledger_holes ${holes ?? 'NaN'}`,
  ];
}
