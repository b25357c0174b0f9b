import { once } from 'node:events'
import type { Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import type { SMTPServerSession } from 'smtp-server'
import type { Carrier } from './carrier.ts'

/** Who may send through the fake mail server. */
export interface MailAccount {
  username: string
  password: string
}

/** An SMTP server on the loopback, without TLS, that takes mails and delivers them to the carrier's list. */
export async function serveMail(
  carrier: Carrier,
  accounts: readonly MailAccount[],
): Promise<{ port: number; close(): Promise<void> }> {
  // By the client's port: what a fault needs to drop a connection.
  const sockets = new Map<number | undefined, Socket>()
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, callback) {
      const known = accounts.some((account) => account.username === username && account.password === password)
      callback(known ? null : refusal(535, 'Authentication failed'), known ? { user: username } : undefined)
    },
    onRcptTo({ address }, _session, callback) {
      callback(address.endsWith('@nowhere.test') ? refusal(550, 'No such user here') : null)
    },
    onData(stream, session, callback) {
      const drop = () => void sockets.get(session.remotePort)?.destroy()
      void buffer(stream).then((mail) => take(carrier, mail, session, callback, drop))
    },
  })
  // A client that goes away is its own affair.
  server.on('error', () => {})
  server.server.on('connection', (socket: Socket) => {
    const port = socket.remotePort
    sockets.set(port, socket)
    socket.once('close', () => sockets.delete(port))
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('The mail server has no port.')
  return { port: address.port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

async function take(
  carrier: Carrier,
  mail: Buffer,
  session: SMTPServerSession,
  callback: (error?: Error | null) => void,
  drop: () => void,
): Promise<void> {
  const fault = carrier.nextFault('smtp')
  if (typeof fault === 'object') return callback(refusal(fault.status, 'Told to refuse'))
  if (fault === 'hang') return
  if (fault === 'cut') return drop()
  const { messageId, from, text, attachments } = await PostalMime.parse(mail)
  carrier.take({
    vendor: 'smtp',
    id: messageId ?? '',
    from: from?.address ?? '',
    to: session.envelope.rcptTo.map(({ address }) => address).join(', '),
    body: (text ?? '').trim(),
    files: attachments.map(({ filename }) => filename ?? ''),
    reference: /^<([^@]+)@/.exec(messageId ?? '')?.[1] ?? null,
  })
  if (fault === 'die') drop()
  else if (fault !== 'silence') callback()
}

const refusal = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode })
