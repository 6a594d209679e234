// The port of the desk. Knows NHIP_PORT; must not know what listens there.

const DESK_PORT = 8080;

/** NHIP_PORT where it is a port, else 8080. */
export function deskPort(env: NodeJS.ProcessEnv): number {
  const text = env['NHIP_PORT'];
  const port = Number(text);
  return text !== undefined && /^\d{1,5}$/.test(text) && port > 0 && port < 65_536 ? port : DESK_PORT;
}
