// The frame F of every letter in Vietnamese, and L24, which says nothing but that a matter waits. Knows salutation, close
// and footer; must not know what stands between them.
import { blocks, type FrameWords, paragraph, type Scene } from '../letter.js';
import { stepLabel } from '../labels.js';
import { postOfBody } from '../names.js';
import { isComrade, speechVi } from './speech.js';

export const frameVi: FrameWords = {
  salutation: (scene) => `Kính gửi: ${addressee(scene)}`,

  contact: ({ contact }) => {
    if (!contact) return null;
    const phone = contact.phone === undefined ? '' : `; điện thoại ${contact.phone}`;
    return `Đầu mối: ${contact.post.title}, ${contact.body.name}${phone}; thư điện tử ${contact.post.mailbox}.`;
  },

  close: 'Trân trọng./.',
  signer: ({ sender }) => sender.name.toLocaleUpperCase('vi'),

  footer: (scene, steps, letterCode) => [
    onBehalf(scene),
    `Nơi nhận thư: ${scene.post.title}, ${scene.body.name}. Lý do gửi: ${steps.join('; ')}. Mã thư: ${letterCode}.`,
  ],
  secretFooter: (scene, letterCode) => [onBehalf(scene), `Mã thư: ${letterCode}.`],

  secretSubject: (letterCode) => `[Thư ${letterCode}] Có việc cần xử lý`,
  secret: (scene) => {
    const { Ask, you, we } = speechVi(scene);
    const { contact } = scene;
    const who = contact ? `${contact.post.title}, ${contact.body.name}` : we;
    const phone = contact?.phone === undefined ? '' : `, điện thoại ${contact.phone}`;
    return blocks(
      paragraph(
        `${we} có việc cần ${you} xử lý theo chế độ quản lý tài liệu mật; nội dung không gửi qua thư điện tử.`,
      ),
      paragraph(`${Ask} ${you} liên hệ ${who}${phone}, trong giờ làm việc.`),
    );
  },

  stepLabel: (step, facts) => {
    // Counts in letters take a zero below ten.
    const label = stepLabel('vi', step).replace(/(?<!\d)(\d)(?= ngày)/, '0$1');
    const isMeeting = facts.kind === 'duty' && facts.obligation.form === 'meeting';
    return isMeeting ? label.replace('chưa nhận được', 'chưa họp') : label;
  },
};

/** A head or leader by title, an office by its name (voice.md §1.3), a post of the sender's own by both. */
function addressee(scene: Scene): string {
  const { body, post, isOwn } = scene;
  if (post.rank === 'head' || post.rank === 'leader')
    return `${isComrade(scene) ? 'Đồng chí ' : ''}${postOfBody(post, body)}`;
  if (!isOwn) return body.name;
  return `${isComrade(scene) && post.rank === 'clerk' ? 'Đồng chí ' : ''}${post.title}, ${body.name}`;
}

function onBehalf({ sender }: Scene): string {
  return `Thư gửi tự động thay mặt ${sender.name}, để biết và tham khảo; không thay thế văn bản chính thức. Đề nghị không gửi nội dung mật qua thư điện tử.`;
}
