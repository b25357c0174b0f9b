/** Makes the faults: changes source text while it is loaded, and functions in the database of a run. */
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { ClientKit } from '../client-kit.ts'
import { PLANTED, loadClient } from '../client-kit.ts'
import type { Fault } from './faults.ts'

const MAIN = new URL('../../../main/', import.meta.url).href

/**
 * The client with a fault. Only modules that this call loads have it; those loaded before stay as they are.
 * @throws when a text to change is not in its file any more
 */
export async function plantedClient(fault: Fault): Promise<ClientKit> {
  const changes = fault.client ?? []
  for (const { file, from } of changes) {
    const source = readFileSync(fileURLToPath(new URL(file, MAIN)), 'utf8')
    if (source.split(from).length !== 2) throw new Error(`"${fault.name}" has no single place in main/${file}: ${from}`)
  }
  const isPlanted = (url: string | undefined) =>
    url !== undefined && new URL(url).searchParams.get(PLANTED) === fault.name
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context)
      if (!isPlanted(context.parentURL) || !found.url.startsWith(MAIN)) return found
      const url = new URL(found.url)
      url.searchParams.set(PLANTED, fault.name)
      return { ...found, url: url.href }
    },
    load(url, context, next) {
      const loaded = next(url, context)
      if (!isPlanted(url) || !loaded.source) return loaded
      const file = url.slice(MAIN.length).split('?')[0]
      const here = changes.filter((change) => change.file === file)
      const text = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source)
      return { ...loaded, source: here.reduce((source, { from, to }) => source.replace(from, () => to), text) }
    },
  })
  try {
    return await loadClient(fault.name)
  } finally {
    hooks.deregister()
  }
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/** SQL that changes a database's functions; it fails when a text to change is not in its function any more. */
export function plantingSql(fault: Fault): string | null {
  if (!fault.server) return null
  const changes = fault.server.map(
    ({ routine, from, to }) => `
    select pg_get_functiondef(${quoted(routine)}::regproc) into definition;
    if strpos(definition, ${quoted(from)}) = 0 then
      raise exception 'nothing to change in %', ${quoted(routine)};
    end if;
    execute replace(definition, ${quoted(from)}, ${quoted(to)});`,
  )
  return `do $planting$ declare definition text; begin ${changes.join('\n')} end $planting$`
}
