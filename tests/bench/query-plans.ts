/** Plans as they were: of every statement that ran, those inside functions and triggers too, under the caller's rights. */
import postgres from 'postgres'
import type { TransactionSql } from 'postgres'
import { z } from 'zod'

/** A table read from one end to the other, and the statement that did so. */
export interface WholeRead {
  table: string
  node: string
  statement: string
}

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string | undefined
  'Index Cond'?: string | undefined
  Plans?: PlanNode[] | undefined
}
const planNodeSchema: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    'Index Cond': z.string().optional(),
    Plans: z.array(planNodeSchema).optional(),
  }),
)
const explainedSchema = z.object({ 'Query Text': z.string(), Plan: planNodeSchema })

/** Lets auto_explain tell the client the plan of each statement that follows, in this transaction. */
const EXPLAIN_ALL = `
  load 'auto_explain';
  set local auto_explain.log_min_duration = 0;
  set local auto_explain.log_nested_statements = on;
  set local auto_explain.log_format = 'json';
  set local auto_explain.log_level = 'notice'`

/**
 * Runs `work` in a transaction that is rolled back, as the member `caller` or, without one, as the server.
 * @returns how many statements were planned, and what of `tables` they read as a whole: by a sequential scan, or by an
 *   index scan that nothing bounds
 */
export async function wholeReads(
  databaseUrl: string,
  tables: ReadonlySet<string>,
  work: (sql: TransactionSql) => Promise<unknown>,
  caller?: string,
): Promise<{ statements: number; reads: WholeRead[] }> {
  const notices: string[] = []
  const sql = postgres(databaseUrl, { max: 1, prepare: false, onnotice: ({ message }) => notices.push(message ?? '') })
  const undo = new Error('undo')
  try {
    await sql.begin(async (tx) => {
      await tx.unsafe(EXPLAIN_ALL)
      if (caller !== undefined) {
        await tx`select set_config('request.jwt.claim.sub', ${caller}, true)`
        await tx`set local role authenticated`
      }
      notices.length = 0
      await work(tx)
      throw undo
    })
  } catch (error) {
    if (error !== undo) throw error
  } finally {
    await sql.end()
  }
  const plans = notices.flatMap((notice) => {
    const text = /^duration: .* plan:\n(.*)$/s.exec(notice)?.[1]
    return text === undefined ? [] : [explainedSchema.parse(JSON.parse(text))]
  })
  return {
    statements: plans.length,
    reads: plans.flatMap(({ Plan, 'Query Text': statement }) =>
      nodesOf(Plan)
        .filter((node) => tables.has(node['Relation Name'] ?? '') && readsWhole(node))
        .map((node) => ({ table: node['Relation Name']!, node: node['Node Type'], statement })),
    ),
  }
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

const readsWhole = (node: PlanNode): boolean =>
  node['Node Type'] === 'Seq Scan' ||
  (/^Index (Only )?Scan/.test(node['Node Type']) && node['Index Cond'] === undefined)
