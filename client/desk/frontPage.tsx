// The page at `/`: what runs and where. Knows addresses; must not know agreements or people.
import type { Child } from 'hono/jsx';

export interface FrontPageFacts {
  readonly ui: string | null;
  readonly mail: string | null;
}

/** Plain HTML, without script and style: it must be readable on anything. */
export function FrontPage({ ui, mail }: FrontPageFacts): Child {
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
