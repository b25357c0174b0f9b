import { createHmac } from 'node:crypto'

/** Posts what one of our own senders would, under its signature (supabase/functions/_shared/stamped.ts). */
export async function postStamped(webhook: string, secret: string, body: string): Promise<void> {
  const stamp = Math.floor(Date.now() / 1_000)
  const signature = createHmac('sha256', secret).update(`${stamp}.${body}`).digest('hex')
  const headers = { 'x-leadline-signature': `t=${stamp},v1=${signature}` }
  const answer = await fetch(webhook, { method: 'POST', headers, body })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${new URL(webhook).pathname} answered ${answer.status}: ${text.slice(0, 200)}`)
}
