// `nhip mail test`: one marked letter through the real relay, and what the relay said to it. Knows relay and words; the ledger
// hears of it only where a stopped mailbox takes mail again.
import { instantFromMs } from '../../domain/localDate.js';
import { openMailbox } from '../../database/ledger/mailboxes.js';
import { operatorSettings } from '../../machine/operatorSettings.js';
import { messageOf } from '../../mail/message.js';
import { operatorLetter } from '../../mail/operatorLetter.js';
import { smtpRelay } from '../../mail/smtp.js';
import type { Outcome } from '../../mail/smtpOutcome.js';
import { replan } from './mailHandCommands.js';
import { MAIL_HAND_PHRASES } from './mailHandPhrases.js';
import type { ExitCode, Output } from './output.js';
import { type WithEngine, withEngine } from './reach.js';
import { refuse } from './refuse.js';

/** Exit 0 where the relay took it, 1 where it refused, 3 where it is not reachable. */
export function mailTestCommand(address: string, out: Output): Promise<ExitCode> {
  return withEngine(out, async (reached) => {
    const { places } = reached;
    const at = instantFromMs(Date.now());
    const { operator } = operatorSettings(process.env);
    const from = places.from ?? operator;
    const letter = operatorLetter({ to: address, at, language: out.language, from, held: null });
    const message = await messageOf(letter);
    if ('refused' in message) {
      // Without a sender of its own the letter is from the address it goes to.
      const wrong = message.refused.field === 'from' && from !== null ? from : address;
      return refuse({ code: 'AddressNotValid', facts: { address: wrong } }, out);
    }
    const relay = smtpRelay(places.smtpUrl);
    const outcome = await relay.send(message.envelope, message.raw);
    await relay.close();
    const opened = outcome.class === 'accepted' && (await openedAgain(reached, address));
    tell(address, outcome, opened, out);
    if (outcome.class === 'accepted') return 0;
    return outcome.phase === 'connect' ? 3 : 1;
  });
}

async function openedAgain(reached: WithEngine, address: string): Promise<boolean> {
  const toTurn = await openMailbox(reached.db, address, instantFromMs(Date.now()));
  if (toTurn === null) return false;
  await replan(reached, toTurn);
  return true;
}

function tell(address: string, outcome: Outcome, opened: boolean, out: Output): void {
  const { class: kind, phase, reply } = outcome;
  if (out.json) return out.printJson({ ok: kind === 'accepted', class: kind, phase, reply, opened });
  const phrases = MAIL_HAND_PHRASES[out.language];
  if (kind !== 'accepted') return out.say(phrases.testFailed(address, phase, reply));
  out.print(phrases.tested(address, reply));
  if (opened) out.print(phrases.opened(address));
}
