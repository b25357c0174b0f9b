import { EVENT_SPLITS, TOLD_EVENTS, wantedFor, type ToldEvent, type Wanted } from '#shared/domain/notification-rules.ts'
import type { Split } from '#shared/domain/conversation.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { Checkbox } from './checkbox.tsx'
import { useLive } from '../../bridge/use-live.ts'

const EVENTS: Record<ToldEvent, string> = {
  hot_lead: 'A lead turns hot',
  message: 'A customer writes',
  assignment: 'A conversation is given to you',
  mention: 'A colleague mentions you',
  send_failed: 'A message of yours was not sent',
}

const SPLITS: Record<ToldEvent, Partial<Record<Split, string>>> = {
  hot_lead: { mine: 'Your leads', unassigned: 'The pool', all: 'Leads you follow' },
  message: {
    mine: 'Your conversations',
    unassigned: 'Unassigned',
    hot: 'Hot leads',
    waiting: 'Waiting',
    all: 'All others',
  },
  assignment: {},
  mention: {},
  send_failed: {},
}

/** Which events are told, in which splits, and whether aloud. The choices are the rep's, on every computer. */
export function EventMatrix() {
  const { value: choices } = useLive('notification.choices', {})
  const command = useCommand()
  if (!choices) return null
  const choose = async (event: ToldEvent, split: Split | null, wanted: Wanted) =>
    (await command('notification.choose', { event, split, ...wanted })).ok
  return (
    <table className="w-full border-b border-line text-sm">
      <thead className="text-xs text-ink-2">
        <tr>
          <th scope="col" className="py-1.5 text-left font-medium">
            Tell me when
          </th>
          <th scope="col" className="w-20 font-medium">
            Notify
          </th>
          <th scope="col" className="w-20 font-medium">
            Sound
          </th>
        </tr>
      </thead>
      {TOLD_EVENTS.map((event) => (
        <tbody key={event} className="border-t border-line">
          {EVENT_SPLITS[event].map((split, at) => {
            const wanted = wantedFor(choices, event, split)
            const where = split && SPLITS[event][split]
            const name = where ? `${EVENTS[event]}: ${where}` : EVENTS[event]
            return (
              <tr key={split}>
                <th scope="row" className="py-1 text-left font-normal">
                  {at === 0 && <span className="block font-medium">{EVENTS[event]}</span>}
                  {where && <span className="text-ink-2">{where}</span>}
                </th>
                <td className="text-center align-bottom">
                  <Checkbox
                    aria-label={`${name}, notify`}
                    className="mb-1 size-4 accent-accent"
                    checked={wanted.desktop}
                    onChange={(desktop) => choose(event, split, { ...wanted, desktop })}
                  />
                </td>
                <td className="text-center align-bottom">
                  <Checkbox
                    aria-label={`${name}, sound`}
                    className="mb-1 size-4 accent-accent"
                    checked={wanted.sound}
                    disabled={!wanted.desktop}
                    onChange={(sound) => choose(event, split, { ...wanted, sound })}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      ))}
    </table>
  )
}
