import type { DemoOrganization } from './content/organizations.ts'
import { planWorkspace } from './workspace.ts'
import type { Stage, Workspace } from './workspace.ts'

const LEAD_STAGES = [
  'New',
  'Engaged',
  'Qualified',
  'High Intent',
  'Booking Made',
  'Converted',
  'Closed Lost',
  'In Sequence',
  'Cold',
]
const DEAL_STAGES = ['Prospecting', 'Qualification', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost']

function stagesNamed(names: readonly string[]): Stage[] {
  return names.map((name) => ({
    id: `stage-${name}`,
    name,
    kind: name === 'Closed Won' || name === 'Converted' ? 'won' : name === 'Closed Lost' ? 'lost' : 'open',
    probability: 10,
  }))
}

/** An organisation as the database would have it, for tests that need no database. */
export function exampleWorkspace(organization: DemoOrganization, seed: string, now: number): Workspace {
  return planWorkspace(organization, seed, now, {
    leadStages: stagesNamed(LEAD_STAGES),
    dealStages: stagesNamed(DEAL_STAGES),
  })
}
