// nodemailer's pool as every peer uses it: one setting for all. Knows nodemailer; must not know who sends when.
import nodemailer from 'nodemailer';

/** Connections to the relay that each peer may hold, ours too. */
export const CONNECTIONS = 10;

/** Letters that a queue works on at once: enough to keep all connections busy. */
export const AT_ONCE = 20;

export function openPool({ host, port }) {
  return nodemailer.createTransport({
    host,
    port,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: Infinity,
    // Its own repetition would send twice and hide it.
    maxRequeues: 0,
    ignoreTLS: true,
  });
}
