import { describe, expect, it } from 'vitest'
import { mentionLabels, mentionsAsTyped, noteParts, wholeMentions, withMentions } from './mentions.ts'

const idOf = (n: number) => `0192e4a0-0000-7000-8000-00000000000${n}`
const ann = { id: idOf(1), name: 'Ann', email: 'ann@acme.test' }
const annLee = { id: idOf(2), name: 'Ann Lee', email: 'lee@acme.test' }
const alexA = { id: idOf(3), name: 'Alex Smith', email: 'a@acme.test' }
const alexB = { id: idOf(4), name: 'Alex Smith', email: 'b@acme.test' }
const TEAM = [ann, annLee, alexA, alexB]

describe('what is typed', () => {
  it('names the colleague with the longest name that fits, whatever the case', () => {
    expect(withMentions('Ask @ann lee, or @Ann.', TEAM)).toBe(`Ask <@${idOf(2)}|Ann Lee>, or <@${idOf(1)}|Ann>.`)
  })

  it('tells two of one name apart by their addresses, and names neither by the name alone', () => {
    expect(
      mentionLabels(TEAM)
        .map(({ label }) => label)
        .slice(2),
    ).toEqual(['Alex Smith (a@acme.test)', 'Alex Smith (b@acme.test)'])
    expect(withMentions('@Alex Smith (b@acme.test) knows', TEAM)).toBe(`<@${idOf(4)}|Alex Smith (b@acme.test)> knows`)
    expect(withMentions('@Alex Smith knows', TEAM)).toBe('@Alex Smith knows')
  })

  it('leaves addresses, parts of words and strangers alone', () => {
    for (const text of ['sales@ann.test', '@Anna', '@nobody', 'a@Ann', '@ Ann', '@']) {
      expect(withMentions(text, TEAM)).toBe(text)
    }
  })

  it('takes a name in brackets or at the end of a sentence', () => {
    expect(withMentions('(@Ann)\n@Ann!', TEAM)).toBe(`(<@${idOf(1)}|Ann>)\n<@${idOf(1)}|Ann>!`)
  })

  it('leaves what is a mention already as it is', () => {
    const once = withMentions('@Ann Lee and @Ann', TEAM)
    expect(withMentions(once, TEAM)).toBe(once)
    expect(mentionsAsTyped(once)).toBe('@Ann Lee and @Ann')
  })

  it('survives names with the characters of a mention', () => {
    const odd = { id: idOf(5), name: 'A|<b>', email: 'odd@acme.test' }
    const stored = withMentions(`@${mentionLabels([odd])[0]!.label}`, [odd])
    expect(noteParts(stored)).toEqual([{ kind: 'mention', id: odd.id, name: 'A  b ' }])
  })
})

describe('what a note holds', () => {
  it('is cut without a part of a mention', () => {
    const text = `For <@${idOf(1)}|Ann>`
    const cuts = Array.from({ length: text.length - 1 - 5 }, (_, n) => wholeMentions(text.slice(0, 6 + n)))
    expect(new Set(cuts)).toEqual(new Set(['For ']))
    expect(wholeMentions(text)).toBe(text)
    expect(wholeMentions('1 < 2')).toBe('1 < 2')
  })

  it('is text and mentions in their order', () => {
    expect(noteParts(`For <@${idOf(1)}|Ann>: call`)).toEqual([
      { kind: 'text', text: 'For ' },
      { kind: 'mention', id: idOf(1), name: 'Ann' },
      { kind: 'text', text: ': call' },
    ])
    expect(noteParts('plain <@nobody|x> <b>')).toEqual([{ kind: 'text', text: 'plain <@nobody|x> <b>' }])
  })
})
