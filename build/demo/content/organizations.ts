import type { Role } from '#shared/domain/vocabulary.ts'
import type { LanguageCode, Sector } from '../script.ts'

export interface DemoPerson {
  name: string
  role: Role
}

export interface DemoBrand {
  key: string
  name: string
  sector: Sector
  currency: string
  /** How many of the organisation's leads are this brand's. */
  weight: number
  languages: Partial<Record<LanguageCode, number>>
}

export interface DemoOrganization {
  name: string
  slug: string
  domain: string
  industry: string
  country: 'GB' | 'IE'
  timezone: string
  color: string
  /** How many of all leads are this organisation's. */
  share: number
  /** Name that AI replies are signed with. */
  assistant: string
  people: readonly DemoPerson[]
  /** The first is the default brand. */
  brands: readonly DemoBrand[]
  /** Names of imported lists. */
  datasets: readonly string[]
  tags: readonly (readonly [name: string, color: string, category: string])[]
}

/** The password of every demo user. */
export const DEMO_PASSWORD = 'leadline-demo'

export const ORGANIZATIONS: readonly DemoOrganization[] = [
  {
    name: 'Northlight Motor Finance',
    slug: 'northlight',
    domain: 'northlight.example',
    industry: 'Car finance',
    country: 'GB',
    timezone: 'Europe/London',
    color: '#1d4ed8',
    share: 0.55,
    assistant: 'Nova',
    datasets: ['Declined last year', 'Agreements ending soon'],
    people: [
      { name: 'Ruth Calloway', role: 'owner' },
      { name: 'Marcus Feld', role: 'admin' },
      { name: 'Priya Raman', role: 'manager' },
      { name: 'Ana Silva', role: 'sales_rep' },
      { name: 'Tom Whitaker', role: 'sales_rep' },
      { name: 'Zofia Kowalska', role: 'sales_rep' },
      { name: 'Helen Brandt', role: 'viewer' },
    ],
    brands: [
      {
        key: 'northlight',
        name: 'Northlight',
        sector: 'car',
        currency: 'GBP',
        weight: 1,
        languages: { en: 64, es: 7, pt: 8, pl: 9, ar: 7, hi: 5 },
      },
    ],
    tags: [
      ['hot', '#ef4444', 'priority'],
      ['part-exchange', '#f59e0b', 'deal'],
      ['thin file', '#8b5cf6', 'credit'],
      ['self-employed', '#06b6d4', 'credit'],
      ['electric', '#10b981', 'interest'],
      ['referral', '#ec4899', 'source'],
      ['renewal', '#3b82f6', 'source'],
      ['call after 4', '#64748b', 'handling'],
      ['joint application', '#14b8a6', 'deal'],
      ['vip', '#eab308', 'priority'],
    ],
  },
  {
    name: 'Halden Group',
    slug: 'halden',
    domain: 'halden.example',
    industry: 'Energy, fitness and software',
    country: 'IE',
    timezone: 'Europe/Dublin',
    color: '#0f766e',
    share: 0.45,
    assistant: 'Iris',
    datasets: ['Home show visitors', 'Lapsed members'],
    people: [
      { name: 'Sigrid Halden', role: 'owner' },
      { name: 'Declan Byrne', role: 'admin' },
      { name: 'Marta Nowak', role: 'manager' },
      { name: 'Luis Ortega', role: 'sales_rep' },
      { name: 'Aoife Brennan', role: 'sales_rep' },
      { name: 'Jonas Weber', role: 'sales_rep' },
      { name: 'Camille Roux', role: 'viewer' },
    ],
    brands: [
      {
        key: 'halden-solar',
        name: 'Halden Solar',
        sector: 'solar',
        currency: 'EUR',
        weight: 5,
        languages: { en: 58, de: 24, fr: 18 },
      },
      {
        key: 'tideway',
        name: 'Tideway Fitness',
        sector: 'gym',
        currency: 'EUR',
        weight: 3,
        languages: { en: 78, es: 22 },
      },
      {
        key: 'fieldbook',
        name: 'Fieldbook',
        sector: 'software',
        currency: 'EUR',
        weight: 2,
        languages: { en: 60, de: 26, ja: 14 },
      },
    ],
    tags: [
      ['hot', '#ef4444', 'priority'],
      ['battery', '#10b981', 'interest'],
      ['grant', '#3b82f6', 'deal'],
      ['farm', '#84cc16', 'segment'],
      ['heat pump', '#f97316', 'interest'],
      ['trial week', '#ec4899', 'deal'],
      ['corporate', '#6366f1', 'segment'],
      ['personal training', '#f59e0b', 'interest'],
      ['migration', '#8b5cf6', 'deal'],
      ['security review', '#64748b', 'handling'],
      ['referral', '#d946ef', 'source'],
      ['vip', '#eab308', 'priority'],
    ],
  },
]
