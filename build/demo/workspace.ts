import { PLATFORMS } from '#shared/domain/vocabulary.ts'
import type { Platform, Role } from '#shared/domain/vocabulary.ts'
import type { DemoBrand, DemoOrganization } from './content/organizations.ts'
import { Random } from './random.ts'

/** A stage of a pipeline as the database has it. */
export interface Stage {
  id: string
  name: string
  kind: string
  probability: number
}

export interface Member {
  id: string
  name: string
  email: string
  role: Role
}

/** What the rows of leads refer to in their organisation. */
export interface Workspace {
  id: string
  organization: DemoOrganization
  members: Member[]
  brands: { id: string; brand: DemoBrand; channels: Record<Platform, string> }[]
  tags: { id: string; name: string }[]
  /** Imported lists. The third rep may work on the first of them. */
  datasets: { id: string; name: string }[]
  leadStages: Stage[]
  dealStages: Stage[]
}

/** Ids and people of an organisation, from the seed alone. Stages come from the database. */
export function planWorkspace(
  organization: DemoOrganization,
  seed: string,
  since: number,
  stages: Pick<Workspace, 'leadStages' | 'dealStages'>,
): Workspace {
  const random = new Random(seed, organization.slug)
  return {
    id: random.uuid(since),
    organization,
    members: organization.people.map(({ name, role }) => ({
      id: random.uuid(since),
      name,
      role,
      email: `${emailName(name)}@${organization.domain}`,
    })),
    brands: organization.brands.map((brand) => ({
      id: random.uuid(since),
      brand,
      channels: Object.fromEntries(PLATFORMS.map((platform) => [platform, random.uuid(since)])) as Record<
        Platform,
        string
      >,
    })),
    tags: organization.tags.map(([name]) => ({ id: random.uuid(since), name })),
    datasets: organization.datasets.map((name) => ({ id: random.uuid(since), name })),
    ...stages,
  }
}

/** Those who write to customers. */
export function sellers(workspace: Workspace): Member[] {
  return workspace.members.filter(({ role }) => role === 'sales_rep' || role === 'manager')
}

export function firstName(name: string): string {
  return name.split(' ')[0] ?? name
}

function emailName(name: string): string {
  return name.toLowerCase().replaceAll(' ', '.')
}
