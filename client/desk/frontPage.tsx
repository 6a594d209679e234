// The page at `/`: what runs and where. Knows addresses; must not know agreements or people.
import type { Child } from 'hono/jsx';

export interface FrontPageFacts {
  /** What waits for a person in the mail room; null: the database does not answer. */
  readonly room: {
    readonly held: number;
    readonly inDoubt: number;
    readonly stopped: readonly string[];
    readonly alarm: string | null;
  } | null;
  readonly ui: string | null;
  readonly mail: string | null;
}

/** Plain HTML, without script and style: it must be readable on anything. */
export function FrontPage({ ui, mail, room }: FrontPageFacts): Child {
  return (
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Nhịp</title>
      </head>
      <body>
        <h1>Nhịp đang chạy</h1>
        <p lang="en">Nhịp is running.</p>
        {room !== null && <Room room={room} />}
        <ul>
          {ui !== null && (
            <li>
              Các chu kỳ trong máy chủ quy trình · <span lang="en">cycles in the engine</span>:{' '}
              <a href={ui}>{ui}</a>
            </li>
          )}
          <li>
            Tình trạng · <span lang="en">health</span>: <a href="/healthz">/healthz</a>
          </li>
          <li>
            Số liệu · <span lang="en">figures</span>: <a href="/metrics">/metrics</a>
          </li>
          {mail !== null && (
            <li>
              Thư gửi đi nằm tại · <span lang="en">letters sent are kept in</span>: <code>{mail}</code>
            </li>
          )}
        </ul>
        <p>
          Lệnh · <span lang="en">commands</span>: <code>nhip agreements</code>, <code>nhip show</code>,{' '}
          <code>nhip mail list</code>, <code>nhip doctor</code>
        </p>
      </body>
    </html>
  );
}

/** Only what somebody has to look at; each line names the command. */
function Room({ room }: { readonly room: NonNullable<FrontPageFacts['room']> }): Child {
  const { held, inDoubt, stopped, alarm } = room;
  if (held + inDoubt + stopped.length === 0 && alarm === null) return <></>;
  return (
    <section>
      <h2>
        Chờ người vận hành · <span lang="en">for the operator</span>
      </h2>
      <ul>
        {held > 0 && (
          <li>
            Đang giữ {held} thư · <span lang="en">letters held</span>:{' '}
            <code>nhip mail list --state held</code>, <code>nhip mail release</code>
          </li>
        )}
        {inDoubt > 0 && (
          <li>
            Chưa rõ kết quả {inDoubt} thư · <span lang="en">letters in doubt</span>:{' '}
            <code>nhip mail list --state inDoubt</code>, <code>nhip mail settle</code>
          </li>
        )}
        {stopped.length > 0 && (
          <li>
            Đã ngừng gửi tới {stopped.length} hộp thư · <span lang="en">mailboxes stopped</span>:{' '}
            <code>{stopped.join(', ')}</code>
          </li>
        )}
        {alarm !== null && (
          <li>
            Máy chủ thư từ chối · <span lang="en">the relay refuses us</span>: <code>{alarm}</code>
          </li>
        )}
      </ul>
    </section>
  );
}
