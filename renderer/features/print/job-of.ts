import type { PrintRequest } from '#shared/contract/areas/print.ts'

/** What main asks this page to lay out. */
export interface PrintJob extends PrintRequest {
  job: string
}

/** @param search of the page's address, as `main/shell/printer.ts` makes it */
export function jobOf(search: string): PrintJob {
  const given = new URLSearchParams(search)
  return {
    job: given.get('job') ?? '',
    conversation_id: given.get('conversation') ?? '',
    show: given.get('show') === 'conversation' ? 'conversation' : 'lead',
    notes: given.get('notes') === 'true',
  }
}
