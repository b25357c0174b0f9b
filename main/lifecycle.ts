import type { AppState, Backend, DemoUser } from '#shared/contract/read-models.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { InvitationOutcome } from '#shared/contract/areas/invitation.ts'
import type { Failure } from '#shared/contract/result.ts'
import { connectBackend, probeBackend, type BackendAddress, type BackendClient } from './auth/backend-client.ts'
import { claimInvitation, type Newcomer } from './auth/invitation.ts'
import { asExpected, createSession, type Identity, type Session } from './auth/session.ts'
import type { Vault } from './auth/vault.ts'
import type { Recovered } from './db/calls.ts'
import type { SettingsFile } from './support/settings.ts'
import { RemoteError } from './sync/remote.ts'
import type { Workspace } from './workspace.ts'

/** The backend that the development commands start along with the app. */
export interface LocalBackend {
  url: string
  anonKey: string
  users: DemoUser[]
}

export interface LifecycleOptions {
  settings: SettingsFile
  vault: Vault
  local: LocalBackend | null
  openWorkspace: (connection: Connection, identity: Identity, recovered: Recovered | null) => Promise<Workspace>
  onState: (state: AppState) => void
  /** The workspace is about to be closed: nobody asks it anything any more. */
  onLeave: () => void
}

export interface Connection {
  backend: BackendClient
  session: Session
}

/**
 * Which screen the app is on, and the way from one to the next:
 * setup → signed out → opening → ready, back on sign-out, or `failed` when the cache cannot be opened.
 */
export class Lifecycle {
  readonly #options: LifecycleOptions
  #state: AppState = { phase: 'setup', demo_available: false }
  #connection: Connection | null = null
  #workspace: Workspace | null = null

  constructor(options: LifecycleOptions) {
    this.#options = options
    this.#state = this.#setupState()
  }

  get state(): AppState {
    return this.#state
  }

  /** @throws ExpectedError `unauthenticated` when nobody is signed in */
  get workspace(): Workspace {
    if (!this.#workspace) throw new ExpectedError('unauthenticated', 'Sign in first.')
    return this.#workspace
  }

  /** Null while nobody is signed in, or the cache is being opened or closed. */
  get opened(): Workspace | null {
    return this.#workspace
  }

  /** Answers the page's request for a file; nobody signed in has none. */
  async serveAttachment(id: string, range: string | null): Promise<Response> {
    return this.#workspace?.files.respond(id, range) ?? new Response('Not found', { status: 404 })
  }

  /** Goes as far as this device alone allows: to the inbox when somebody is signed in, network or not. */
  async boot(): Promise<void> {
    const address = this.#knownAddress()
    if (!address) return
    this.#connect(address)
    const identity = await this.#connected().session.restore()
    if (identity) await this.#open(identity)
    else this.#setSignedOut(null)
  }

  /**
   * First run: keeps the address of a hosted project, or null for the local backend, once it has answered.
   * @throws ExpectedError `offline`, `unauthenticated` (wrong key), `incompatible`, `not_found` (no local backend)
   */
  async connect(hosted: { url: string; key: string } | null): Promise<void> {
    const { local, settings } = this.#options
    if (!hosted && !local)
      throw new ExpectedError('not_found', 'The local demo is not running. Start the app with npm start.')
    await probeBackend(hosted ?? { url: local!.url, key: local!.anonKey }).catch((error: unknown) => {
      throw error instanceof RemoteError ? asExpected(error) : error
    })
    settings.update({ backend: hosted ?? 'local' })
    await this.#disconnect()
    await this.boot()
  }

  /** After `failed`: tries again to open the local data. */
  async retry(): Promise<void> {
    if (this.#state.phase !== 'failed') return
    await this.#disconnect()
    await this.boot()
  }

  /** Back to the first-run screen. Caches and what is unsent stay on this device. */
  async forget(): Promise<void> {
    await this.#disconnect()
    this.#options.settings.update({ backend: null })
    this.#set(this.#setupState())
  }

  async signIn(email: string, password: string): Promise<void> {
    const identity = await this.#connected().session.signIn(email.trim(), password)
    this.#options.settings.update({ last_email: identity.user.email })
    await this.#open(identity)
  }

  /**
   * Takes an invitation and signs in with the account that it makes.
   * @param onClaimed called when it has been taken: from then on its token is good for nothing
   * @throws ExpectedError as `claimInvitation` says, `conflict` while somebody is signed in
   */
  async accept(token: string, newcomer: Newcomer, onClaimed: () => void): Promise<InvitationOutcome> {
    if (this.#workspace) throw new ExpectedError('conflict', 'Sign out first, then accept the invitation.')
    const { kind, email, organization } = await claimInvitation(this.#connected().backend, token, newcomer)
    onClaimed()
    if (kind === 'client') return { outcome: 'member', organization }
    this.#options.settings.update({ last_email: email })
    await this.signIn(email, newcomer.password).catch((error: unknown) => {
      if (this.#state.phase !== 'signed_out') throw error
      this.#setSignedOut({ ...failureOf(error), message: 'Your account is ready. Sign in with your new password.' })
    })
    return { outcome: 'joined' }
  }

  /**
   * @returns how many changes were still unsent
   * @throws ExpectedError `conflict` when wiping would lose unsent changes and that was not agreed to
   */
  async signOut(options: { wipe: boolean; discardUnsent: boolean }): Promise<number> {
    const workspace = this.workspace
    const unsent = await workspace.db.unsentCount()
    if (options.wipe && unsent > 0 && !options.discardUnsent) {
      throw new ExpectedError(
        'conflict',
        `${unsent} changes are not saved to the team yet. Removing the local copy would lose them.`,
      )
    }
    this.#leave()
    await (options.wipe ? workspace.destroy() : workspace.close())
    await this.#connected().session.signOut()
    this.#setSignedOut(null)
    return unsent
  }

  /** The backend ended the session: what is cached and unsent stays, the rep signs in again. */
  async sessionEnded(): Promise<void> {
    const workspace = this.#leave()
    if (!workspace) return
    await workspace.close()
    this.#setSignedOut({
      code: 'unauthenticated',
      message: 'Your session has ended. Sign in again; everything you wrote is kept on this device.',
    })
  }

  /** The team's list told something new about the rep or the organisation, such as another role. */
  async identityChanged(identity: Identity): Promise<void> {
    await this.#connected().session.remember(identity)
    if (this.#workspace) this.#setReady(identity, this.#workspace)
  }

  /**
   * The cache cannot be read any more: it is set aside and a fresh one loaded, and the rep is told.
   * @param recovered what was set aside already; else the opening does that
   */
  async cacheDamaged(recovered: Recovered | null): Promise<void> {
    const workspace = this.#leave()
    if (!workspace) return
    this.#set({ phase: 'opening', backend: this.#backend() })
    // What is damaged may not even be closed in order; its threads have ended all the same.
    await workspace.close().catch(() => {})
    await this.#open(workspace.identity, recovered).catch(() => {})
  }

  async close(): Promise<void> {
    await this.#disconnect()
  }

  async #open(identity: Identity, recovered: Recovered | null = null): Promise<void> {
    const connection = this.#connected()
    this.#set({ phase: 'opening', backend: this.#backend() })
    try {
      this.#workspace = await this.#options.openWorkspace(connection, identity, recovered)
    } catch (error) {
      this.#set({ phase: 'failed', error: failureOf(error) })
      throw error
    }
    this.#setReady(identity, this.#workspace)
  }

  #setReady({ user, organization }: Identity, { notices }: Workspace): void {
    this.#set({ phase: 'ready', backend: this.#backend(), user, organization, notices })
  }

  #connect(address: BackendAddress): void {
    const backend = connectBackend(address, this.#options.vault)
    this.#connection = { backend, session: createSession(backend, this.#options.vault) }
  }

  #connected(): Connection {
    if (!this.#connection) throw new ExpectedError('not_found', 'Choose a workspace first.')
    return this.#connection
  }

  async #disconnect(): Promise<void> {
    const workspace = this.#leave()
    const connection = this.#connection
    this.#connection = null
    await workspace?.close()
    await connection?.backend.close()
  }

  /** Lets go of the workspace, for who called to close. */
  #leave(): Workspace | null {
    const workspace = this.#workspace
    if (workspace) this.#options.onLeave()
    this.#workspace = null
    return workspace
  }

  #knownAddress(): BackendAddress | null {
    const { settings, local } = this.#options
    const { backend } = settings.get()
    if (backend === 'local') return local && { id: 'local', url: local.url, key: local.anonKey }
    return backend && { id: backend.url, ...backend }
  }

  #backend(): Backend {
    const { id, url } = this.#connected().backend.address
    return { url, is_local: id === 'local' }
  }

  #setSignedOut(notice: Failure | null): void {
    const backend = this.#backend()
    this.#set({
      phase: 'signed_out',
      backend,
      demo_users: backend.is_local ? (this.#options.local?.users ?? []) : [],
      last_email: this.#options.settings.get().last_email,
      notice,
    })
  }

  #setupState(): AppState {
    return { phase: 'setup', demo_available: this.#options.local !== null }
  }

  #set(state: AppState): void {
    this.#state = state
    this.#options.onState(state)
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof ExpectedError) return { code: error.code, message: error.message }
  return { code: 'internal', message: 'The local data could not be opened because of a fault in Leadline.' }
}
