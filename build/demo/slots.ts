import { appointmentAfter, Calendar, DAY } from './calendar.ts'
import { LANGUAGE_WORDS } from './content/languages.ts'
import { scriptFor } from './content/scripts.ts'
import type { Facts } from './facts.ts'
import type { Person } from './person.ts'
import type { Random } from './random.ts'
import type { LanguageCode, Script } from './script.ts'
import { render } from './template.ts'
import type { Template } from './template.ts'

/** Who and what the texts of one lead speak of. */
export interface Subject {
  script: Script
  person: Person
  facts: Facts
  calendar: Calendar
  brand: string
  /** First name of the colleague who handles the lead. */
  advisor: string
  /** Words of the script that were drawn already; all texts of the lead share them. */
  words: Map<string, string>
  /** Topics that the lead's conversations have had. */
  topics: Set<string>
}

/** The same lead as colleagues speak of it among themselves, in English. */
export function inEnglish(subject: Subject, calendars: ReadonlyMap<LanguageCode, Calendar>): Subject {
  if (subject.script.language === 'en') return subject
  const script = scriptFor(subject.script.sector, 'en')
  return {
    ...subject,
    script,
    calendar: calendars.get('en') ?? new Calendar('en'),
    words: new Map(),
    topics: new Set(),
  }
}

/** Slots that any text may use, whatever is sold. */
export const COMMON_SLOTS = [
  'hi',
  '_name',
  '_rep',
  'rep',
  'advisor',
  'org',
  'city',
  'postcode',
  'postcode2',
  'company',
  'day',
  'day2',
  'date',
  'time',
  'time2',
  'month',
] as const

/** Fills the slots of one lead's texts: facts stay for good, days and times hold for one exchange. */
export class Slots {
  /** The appointment that `{day}`, `{date}` and `{time}` speak of, milliseconds since 1970. */
  appointment = 0
  /** The greeting that was written last, for letters to set apart. */
  lastGreeting = ''
  private alternative = 0
  /** Who writes for us at the moment. */
  private speaker = ''
  private readonly random: Random
  private readonly subject: Subject

  constructor(subject: Subject, random: Random) {
    this.subject = subject
    this.random = random
  }

  /** Begins an exchange: what it says about days is after `at`. */
  begin(at: number, speaker: string): void {
    this.appointment = appointmentAfter(at, this.random)
    this.alternative = appointmentAfter(this.appointment, this.random)
    this.speaker = speaker
  }

  write(template: Template): string {
    return render(template, this.random, (name) => this.fill(name))
  }

  /** The greeting of the customer. */
  greeting(): string {
    const language = LANGUAGE_WORDS[this.subject.script.language]
    const { first, last } = this.subject.person
    const name = this.subject.script.language === 'ja' ? last : first
    if (name === null) return this.random.pick(language.greetingUnnamed)
    return this.random.pick(language.greeting).replace('{n}', name)
  }

  private fill(name: string): string {
    const { person, facts, calendar, brand, advisor, script } = this.subject
    switch (name) {
      case 'hi':
        this.lastGreeting = this.greeting()
        return this.lastGreeting
      case '_name':
        return person.first === null ? '' : LANGUAGE_WORDS[script.language].vocative.replace('{n}', person.first)
      case '_rep':
        return LANGUAGE_WORDS[script.language].vocative.replace('{n}', this.speaker)
      case 'rep':
        return this.speaker
      case 'advisor':
        return advisor
      case 'org':
        return brand
      case 'city':
        return person.city
      case 'postcode':
        return person.postcode
      case 'postcode2':
        return person.nextPostcode
      case 'company':
        return person.firm
      case 'day':
        return calendar.dayOf(this.appointment)
      case 'day2':
        return calendar.dayOf(this.alternative)
      case 'date':
        return calendar.dateOf(this.appointment)
      case 'time':
        return calendar.timeOf(this.appointment)
      case 'time2':
        return calendar.timeOf(this.alternative)
      case 'month':
        return calendar.monthOf(this.appointment + 45 * DAY)
    }
    return this.subject.words.get(name) ?? this.word(name) ?? fact(facts, name, script)
  }

  /** One of the script's own words, the same for all texts of the lead. */
  private word(name: string): string | undefined {
    const choices = this.subject.script.words[name]
    if (!choices) return undefined
    const text = this.write(this.random.pick(choices))
    this.subject.words.set(name, text)
    return text
  }
}

function fact(facts: Facts, name: string, script: Script): string {
  const text = facts.slots[name]
  if (text === undefined) throw new Error(`${script.sector}-${script.language} has no slot {${name}}`)
  return text
}
