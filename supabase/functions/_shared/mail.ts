import { createTransport } from 'nodemailer'
import type { Transporter } from 'nodemailer'

/** Where mail is handed in (RFC 6409). */
export interface MailServer {
  host: string
  port: string
  username: string | undefined
  password: string | undefined
  /** `none` lets mail travel in the clear; whoever sets this knows the network in between. */
  tls: string | undefined
}

/** How long the server may take for each step, milliseconds. */
const PATIENCE = 20_000

/** A connection to a mail server, encrypted from the start on port 465 and by STARTTLS on others. To be closed. */
export function mailTransport({ host, port, username: user, password: pass, tls }: MailServer): Transporter {
  const secure = port === '465'
  return createTransport({
    host,
    port: Number(port),
    secure,
    // Credentials and people's words never travel in the clear, unless the administrator says so.
    requireTLS: !secure && tls !== 'none',
    ignoreTLS: tls === 'none',
    ...(user && pass && { auth: { user, pass } }),
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
  })
}
