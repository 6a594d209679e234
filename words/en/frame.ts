// The frame F of every letter in English, and L24, which says nothing but that a matter waits. Knows salutation, close and
// footer; must not know what stands between them.
import { stepLabel } from '../labels.js';
import { blocks, type FrameWords, paragraph, type Scene } from '../letter.js';
import { postOfBody } from '../names.js';
import { speechEn } from './speech.js';

export const frameEn: FrameWords = {
  salutation: ({ body, post, isOwn }) => {
    if (post.rank === 'head' || post.rank === 'leader') return `To: ${postOfBody(post, body)}`;
    return `To: ${isOwn ? `${post.title}, ` : ''}${body.name}`;
  },

  contact: ({ contact }) => {
    if (!contact) return null;
    const parts = [contact.post.title, contact.body.name, contact.phone, contact.post.mailbox];
    return `Contact: ${parts.filter((part) => part !== undefined).join(', ')}.`;
  },

  close: 'Respectfully,',
  signer: ({ sender }) => sender.name,

  footer: (scene, steps, letterCode) => [
    onBehalf(scene),
    `Sent to: ${scene.post.title}, ${scene.body.name}. Reason: ${steps.join('; ')}. Letter ${letterCode}.`,
  ],
  secretFooter: (scene, letterCode) => [onBehalf(scene), `Letter ${letterCode}.`],

  secretSubject: (letterCode) => `[Letter ${letterCode}] A matter waits`,
  secret: (scene) => {
    const { Ask, we } = speechEn(scene);
    const { contact } = scene;
    const who = contact ? `${contact.post.title}, ${contact.body.name}` : we;
    const phone = contact?.phone === undefined ? '' : `, ${contact.phone}`;
    return blocks(
      paragraph(
        `A matter of ${we} waits for you under the rules for classified documents; nothing of it goes by e-mail.`,
      ),
      paragraph(`${Ask} call ${who}${phone}, in working hours.`),
    );
  },

  stepLabel: (step, facts) => {
    const label = stepLabel('en', step);
    const isMeeting = facts.kind === 'duty' && facts.obligation.form === 'meeting';
    return isMeeting ? label.replace('not yet received', 'not yet held') : label;
  },
};

function onBehalf({ sender }: Scene): string {
  return `Sent automatically on behalf of ${sender.name}, for information; it does not replace an official document. Please send no classified matter by e-mail.`;
}
