import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import { createOrganization } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'
import { openMailRoom } from '#tests/support/deliveries.ts'
import type { MailRoom } from '#tests/support/deliveries.ts'

/** A backend, and an organisation with a channel of every vendor, which is another one for each test. */
export class IntakeWorld {
  readonly backend: LocalSupabase
  organization!: Organization
  mail!: MailRoom

  private constructor(backend: LocalSupabase) {
    this.backend = backend
  }

  static async open(): Promise<IntakeWorld> {
    return new IntakeWorld(await startTestBackend())
  }

  get sql(): LocalSupabase['sql'] {
    return this.backend.sql
  }

  /** To be called before each test. */
  async renew(): Promise<void> {
    this.organization = await createOrganization(this.sql, 'Acme')
    this.mail = await openMailRoom(this.backend, this.organization)
  }

  /** All rows of the organisation, the oldest first. */
  rowsOf(table: 'leads' | 'messages' | 'touchpoint_sessions' | 'dead_letters') {
    return this
      .sql`select * from ${this.sql(table)} where organization_id = ${this.organization.id} order by created_at, id`
  }

  close(): Promise<void> {
    return this.backend.close()
  }
}
