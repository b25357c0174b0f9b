import type { z } from 'zod'
import type { HOT_COMMANDS } from '#shared/contract/areas/hot.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import { HOT_SNOOZE_MS, type HotLead } from '#shared/domain/hot-lead.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import type { HOT_ANSWERS } from '#shared/domain/vocabulary.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof HOT_COMMANDS]: (input: z.output<(typeof HOT_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

export interface HotContext extends AreaContext {
  /** The alert of this key, as it stands. */
  hotLead: (key: string) => Promise<HotLead | null>
  openExternal: (url: string) => Promise<boolean>
  /** What calls for the rep is to be looked at again. */
  changed: () => void
}

/** What a rep does about a hot lead. All of it works without a network. */
export function hotHandlers({ writable, commit, now, hotLead, openExternal, changed }: HotContext): Handlers {
  async function acknowledge(
    lead: HotLead,
    action: (typeof HOT_ANSWERS)[number],
    until: number | null = null,
  ): Promise<void> {
    const hot_event_id = lead.event_id
    // What this device alone has noticed is nobody else's to know of.
    if (hot_event_id === null) return writable().db.putOff(lead.key, until)
    const acknowledgement_id = uuidv7(now())
    return void (await commit({
      name: 'hot_event.acknowledge',
      args: { acknowledgement_id, hot_event_id, action, snoozed_until: until },
    }))
  }

  async function claim(lead: HotLead): Promise<void> {
    if (lead.relation === 'pool') await commit({ name: 'lead.claim', args: { lead_id: lead.lead_id } })
    else await acknowledge(lead, 'claimed')
  }

  async function call(lead: HotLead): Promise<void> {
    if (!lead.phone) throw new ExpectedError('invalid_input', 'There is no phone number of this lead.')
    if (lead.relation === 'pool') await claim(lead)
    if (!(await openExternal(`tel:${lead.phone.replaceAll(/[^\d+]/g, '')}`))) {
      throw new ExpectedError('invalid_input', 'This phone number cannot be called.')
    }
    if (lead.relation !== 'pool') await acknowledge(lead, 'called')
  }

  return {
    async 'hot.answer'({ key, action }) {
      writable()
      const lead = await hotLead(key)
      if (!lead) throw new ExpectedError('not_found', 'Nobody is needed here any more: it has been seen to.')
      if (action === 'claim') await claim(lead)
      else if (action === 'call') await call(lead)
      else if (action === 'snooze') await acknowledge(lead, 'snoozed', now() + HOT_SNOOZE_MS)
      else await acknowledge(lead, 'passed')
      changed()
      return null
    },
  }
}
