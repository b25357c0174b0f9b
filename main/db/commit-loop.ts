/** The process that kill.test.ts kills: commits notes without end and prints each number once it is acknowledged. */
import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { NOBODY_WAITS } from './write/courtesy.ts'
import { openWriter } from './writer.ts'

const [file, key, userId, lead_id] = process.argv.slice(2)
if (!file || !key || !userId || !lead_id) throw new Error('usage: commit-loop <file> <key> <user> <lead>')

const { handlers } = openWriter({
  file,
  key: Buffer.from(key, 'hex'),
  userId,
  onChange: () => {},
  courtesy: NOBODY_WAITS,
})
for (let at = 1; ; at++) {
  const args = {
    note_id: randomUUID(),
    lead_id,
    title: null,
    body: 'Written before the lights went out',
    type: 'general' as const,
  }
  const { seq } = handlers.commit({ mutation: { name: 'note.create', args }, at })
  writeSync(1, `${seq}\n`)
}
