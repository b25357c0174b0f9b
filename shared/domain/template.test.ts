import { expect, it } from 'vitest'
import { fillTemplate, placesOf, valueOf } from './template.ts'

it('fills every place, however it is spaced, and says nothing is missing', () => {
  const filled = fillTemplate('Hi {{first_name}}, {{ rep_name }} here. {{first_name}}?', {
    first_name: 'Maya',
    rep_name: 'Ana',
  })
  expect(filled).toEqual({ text: 'Hi Maya, Ana here. Maya?', missing: [] })
})

it('leaves a place that nothing is known for, and names it once', () => {
  const filled = fillTemplate('{{booking_link}} or {{booking_link}}, {{unheard_of}}', { booking_link: '  ' })
  expect(filled).toEqual({
    text: '{{booking_link}} or {{booking_link}}, {{unheard_of}}',
    missing: ['booking_link', 'unheard_of'],
  })
})

it('greets a customer without a name', () => {
  expect(fillTemplate('Hi {{first_name}}', {}).text).toBe('Hi there')
})

it('never fills a value into a value, and takes no name from the prototype', () => {
  expect(fillTemplate('{{first_name}}', { first_name: '{{booking_link}} $& $1' }).text).toBe('{{booking_link}} $& $1')
  expect(valueOf('constructor', {})).toBeNull()
})

it('finds the places of right-to-left text in order', () => {
  expect(placesOf('مرحبا {{first_name}}، معك {{rep_name}}')).toEqual(['first_name', 'rep_name'])
})
