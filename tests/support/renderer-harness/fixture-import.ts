/** A file of leads, and what becomes of it. */
import type { ImportFile, ImportJob, ImportList, PastImport } from '#shared/contract/areas/import.ts'

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

export const IMPORT_LISTS: ImportList[] = [
  { id: id(1), name: 'Autumn reactivation 2026', leads: 1_840 },
  { id: id(2), name: 'Trade fair Birmingham', leads: 312 },
]

export const IMPORT_FILE: ImportFile = {
  name: 'Customers of the last three years (export from the old system).csv',
  bytes: 4_210_000,
  format: { kind: 'text', encoding: 'windows-1252', delimiter: ';' },
  columns: ['Customer name', 'Mobile', 'E-Mail', 'Plz', 'Kunde seit', 'Vehicle of interest and equipment', 'Internal'],
  sample: [
    ['Amelia Thornton', '07911 123456', 'amelia.thornton@example.com', 'SW1A 1AA', '29.03.2024', 'Golf', '7'],
    ['Marcus Webb', '+44 7911 123457', 'marcus@example.com', 'M1 1AE', '02.11.2025', 'ID.4, heat pump, tow bar', '19'],
    ['Priya Raman', '', 'priya.raman@a-very-long-company-name.example.co.uk', '', '', 'Polo', '4'],
  ],
  row_count: 18_204,
  suggested: {
    'Customer name': 'full_name',
    Mobile: 'phone',
    'E-Mail': 'email',
    Plz: 'postcode',
    'Kunde seit': 'inquiry_date',
    'Vehicle of interest and equipment': 'custom:Vehicle of interest and equipment',
  },
}

const COUNTS = { created: 16_790, flagged: 1_102, rejected: 312 }

export const importJob = (state: ImportJob['state'], kind: ImportJob['kind'] = 'import'): ImportJob => ({
  import_id: id(9),
  file_name: IMPORT_FILE.name,
  kind,
  state,
  done: state === 'done' ? 18_204 : 7_500,
  total: 18_204,
  counts: state === 'done' ? COUNTS : { created: 6_900, flagged: 480, rejected: 120 },
  error: null,
})

export const PAST_IMPORTS: PastImport[] = [
  {
    id: id(11),
    file_name: 'Spring fair.xlsx',
    status: 'completed',
    counts: { created: 288, merged: 24 },
    started_at: '2026-11-03T09:12:00Z',
    is_undone: false,
  },
  {
    id: id(12),
    file_name: 'newsletter-signups-2026-10.csv',
    status: 'completed',
    counts: { created: 1_204, undone: 1_204, kept: 0 },
    started_at: '2026-10-28T15:40:00Z',
    is_undone: true,
  },
]
