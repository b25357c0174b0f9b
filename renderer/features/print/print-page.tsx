import { useEffect, useMemo, useState } from 'react'
import { useBridge } from '../../bridge/bridge-context.ts'
import { useLive } from '../../bridge/use-live.ts'
import { fullTime } from '../../format/time.ts'
import { nameOf, PLATFORM_NAMES } from '../../format/vocabulary.ts'
import type { PrintJob } from './job-of.ts'
import { printedDays, rangeOf, type PrintedItem } from './printed.ts'
import { PRINTED_MOST } from '#shared/contract/areas/print.ts'
import type { ConversationView } from '#shared/contract/read-models.ts'

/** A conversation as it is printed: all of it one document, in black on white, with the names of files in their place. */
export function PrintPage({ job }: { job: PrintJob }) {
  const { conversation_id, show } = job
  const { value: state } = useLive('app.state', {})
  const { value: members } = useLive('team.list', {})
  const { value: view, error } = useLive('conversation.view', { conversation_id, limit: PRINTED_MOST, show })
  const problem = error?.message ?? (view === null ? 'This conversation is no longer in your local data.' : null)
  const isReady = problem !== null || (view !== undefined && members !== undefined && state?.phase === 'ready')
  useTellReady(job.job, isReady, problem)
  const names = useMemo(() => new Map(members?.map(({ id, name }) => [id, name])), [members])
  if (!view || state?.phase !== 'ready') return null
  const team = { nameOf: (id: string) => names.get(id) ?? 'A colleague' }
  return <Document view={view} job={job} days={printedDays(view, job.notes, { user: state.user, team })} />
}

/** Tells main once that what is to be printed is laid out, in its own letters. */
function useTellReady(job: string, isReady: boolean, problem: string | null): void {
  const { desk } = useBridge()
  useEffect(() => {
    if (!isReady) return
    const tell = async () => {
      await document.fonts.ready
      await desk.command('print.ready', { job, problem })
    }
    void tell()
  }, [desk, isReady, job, problem])
}

interface DocumentProps {
  view: ConversationView
  job: PrintJob
  days: ReturnType<typeof printedDays>
}

function Document({ view, job, days }: DocumentProps) {
  const { lead, conversation, siblings } = view
  const channels = job.show === 'lead' ? siblings.map(({ platform }) => platform) : [conversation.platform]
  const [now] = useState(Date.now)
  const isCut = view.has_older || view.has_older_on_server
  return (
    <main className="text-sm text-black">
      <header className="mb-5 border-b-2 border-black pb-3">
        <h1 dir="auto" className="text-left text-xl font-semibold">
          Conversation with {nameOf(lead.label)}
        </h1>
        <p className="mt-1">{[...new Set(channels)].map((platform) => PLATFORM_NAMES[platform]).join(', ')}</p>
        <p>{rangeOf(days)}</p>
        {isCut && <p>What is older than this is not part of the print.</p>}
        <p>Printed on {fullTime(now)}</p>
      </header>
      {days.map(({ day, items }) => (
        <section key={day}>
          <h2 className="mt-5 mb-2 break-after-avoid text-base font-semibold">{day}</h2>
          {items.map((item) => (
            <Item key={item.id} item={item} />
          ))}
        </section>
      ))}
    </main>
  )
}

function Item({ item: { isNote, author, facts, subject, text, files } }: { item: PrintedItem }) {
  return (
    <article className={isNote ? 'mb-3 border-l-2 border-dashed border-black pl-3' : 'mb-3'}>
      <h3 className="break-after-avoid font-semibold">
        <span dir="auto">{author}</span> <span className="tabular font-normal">{facts}</span>
      </h3>
      {subject && (
        <p dir="auto" className="font-medium wrap-anywhere">
          {subject}
        </p>
      )}
      {text && (
        <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
          {text}
        </p>
      )}
      {files.map((file, index) => (
        // Files of a message keep their order, and may have the same name.
        // oxlint-disable-next-line react/no-array-index-key
        <p key={index} className="wrap-anywhere">
          File: {file}
        </p>
      ))}
    </article>
  )
}
