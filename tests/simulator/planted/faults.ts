/** Deliberate faults, each a small change of the product's own source: what the simulator has to notice. */

interface Change {
  from: string
  to: string
}

export interface Fault {
  name: string
  /** Files under main/ and what to change in them. */
  client?: (Change & { file: string })[]
  /** SQL functions, as `schema.name`, and what to change in them. */
  server?: (Change & { routine: string })[]
}

export const FAULTS: Fault[] = [
  {
    name: 'cursor like a timestamp: what commits late is lost',
    server: [
      {
        routine: 'app.pull_range',
        from: 'not pg_visible_in_snapshot(x.sync_xid, $3)',
        to: 'x.sync_xid >= pg_snapshot_xmax($3)',
      },
    ],
  },
  {
    name: 'acknowledged before the pull',
    client: [
      { file: 'db/write/push.ts', from: 'outbox.settle(entry.seq, outcome.xid)', to: 'outbox.remove(entry.seq)' },
    ],
  },
  {
    name: 'outcome lost',
    client: [{ file: 'sync/push.ts', from: 'await store.settle(outcomes)', to: 'await store.release()' }],
  },
  {
    name: 'shadow not restored',
    client: [{ file: 'db/write/rebase.ts', from: 'this.#shadows.restore(key)', to: 'void key' }],
  },
  {
    name: 'tombstone ignored by the client',
    client: [{ file: 'db/write/round.ts', from: 'else this.#remove(table, [id])', to: 'else void id' }],
  },
  {
    name: 'tombstones told to nobody',
    server: [{ routine: 'app.pull_deleted', from: 'where t.organization_id', to: 'where false and t.organization_id' }],
  },
  {
    name: 'revocation ignored by the client',
    client: [{ file: 'db/write/round.ts', from: 'revoked.flatMap(', to: 'revoked.slice(0, 0).flatMap(' }],
  },
  {
    name: 'revocation told to nobody',
    server: [{ routine: 'app.pull_access', from: 'c.saw and not c.sees and', to: 'false and' }],
  },
  {
    name: 'grant ignored by the client',
    client: [{ file: 'sync/pull.ts', from: 'granted.add(leadId)', to: 'void leadId' }],
  },
  {
    name: 'ledger skipped',
    server: [
      {
        routine: 'public.sync_push',
        from: "detail = format('Mutation %s was settled with another content', outcome.seq);\n    end if;",
        to: "detail = format('Mutation %s was settled with another content', outcome.seq);\n    else\n      perform sync.settle(mutation);\n    end if;",
      },
    ],
  },
  {
    name: 'copy of a mutation applied under another client',
    server: [{ routine: 'public.sync_push', from: 'if outcome.client_id is null then', to: 'if true then' }],
  },
  {
    name: 'cloned profile unnoticed',
    server: [
      { routine: 'public.sync_push', from: "elsif outcome.hash <> mutation ->> 'hash' then", to: 'elsif false then' },
    ],
  },
  {
    name: 'cloned profile keeps its name',
    client: [{ file: 'sync/push.ts', from: 'await store.renewClientId()', to: 'await store.release()' }],
  },
  {
    name: 'merge without base',
    server: [
      {
        routine: 'sync.merge_value',
        from: 'if theirs is not distinct from base or theirs = mine then',
        to: 'if true then',
      },
    ],
  },
  {
    name: 'overwritten value not kept',
    server: [{ routine: 'sync.merge_value', from: 'lost := true;', to: 'lost := false;' }],
  },
  {
    name: 'text merge by overwriting',
    server: [
      {
        routine: 'sync.merge_value',
        from: "elsif rule = 'text' and",
        to: "elsif rule = 'text' then null; elsif false and",
      },
    ],
  },
  {
    name: 'no closing delta: a round torn between pages',
    client: [
      { file: 'sync/pull.ts', from: 'if (opening.complete && granted.length === 0)', to: 'if (granted.length === 0)' },
    ],
  },
  {
    name: 'cursor moved before the rows are applied',
    client: [
      {
        file: 'sync/pull.ts',
        from: 'const granted = await stagePages(',
        to: 'if (!opening.complete) await store.applyRound(cursorAt(opening), { at: options.now() })\n      const granted = await stagePages(',
      },
    ],
  },
  {
    name: 'client order broken',
    client: [
      {
        file: 'db/write/outbox.ts',
        from: 'where state = ? order by seq limit ?',
        to: 'where state = ? order by seq desc limit min(?, 1)',
      },
    ],
  },
  {
    name: 'generation ignored',
    server: [{ routine: 'app.pull_reset', from: "return 'generation';", to: 'return null;' }],
  },
  {
    name: 'change of rights ignored',
    server: [{ routine: 'app.pull_reset', from: "return 'scope';", to: 'return null;' }],
  },
  {
    name: 'expired cursor continued',
    server: [{ routine: 'app.pull_reset', from: '<= forgotten_xid', to: '< 0::text::xid8' }],
  },
  {
    name: 'held message sent anyway',
    server: [
      { routine: 'sync.unseen_inbound', from: "args ? 'seen_inbound_id'", to: "false and args ? 'seen_inbound_id'" },
    ],
  },
  {
    name: 'a scan leaves what it did not see',
    client: [
      {
        file: 'db/write/round.ts',
        from: 'if (isScan) for (const step of this.#sweep())',
        to: 'if (false) for (const step of this.#sweep())',
      },
    ],
  },
  {
    name: 'lease outlives the crash',
    client: [{ file: 'db/writer.ts', from: 'transactions.own(() => release(context))', to: 'void release' }],
  },
  {
    name: 'update without a stamp',
    server: [{ routine: 'sync.stamp', from: 'pg_catalog.pg_current_xact_id()', to: 'old.sync_xid' }],
  },
]
