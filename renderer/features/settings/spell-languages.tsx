import { useEffect, useState } from 'react'
import { useBridge } from '../../bridge/bridge-context.ts'
import { Select } from './controls.tsx'
import type { SetSettings } from './settings-list.tsx'

const NAMES = new Intl.DisplayNames('en', { type: 'language' })
const NONE = ''

interface SpellLanguagesProps {
  chosen: readonly string[]
  set: SetSettings
}

/** The languages that the spelling is checked in: one or two, of those that the system has dictionaries for. */
export function SpellLanguages({ chosen, set }: SpellLanguagesProps) {
  const { desk } = useBridge()
  const [languages, setLanguages] = useState<readonly string[]>([])
  useEffect(() => {
    const load = async () => {
      const answer = await desk.command('desktop.spell_languages', {})
      if (answer.ok) setLanguages(answer.value)
    }
    void load()
  }, [desk])
  // macOS finds the language out by itself.
  if (languages.length === 0) return null
  const [first = NONE, second = NONE] = chosen
  const named = languages.map((code) => [code, NAMES.of(code) ?? code] as const)
  const keep = (...codes: string[]) =>
    void set({ spell_languages: [...new Set(codes.filter((code) => code !== NONE))] })
  return (
    <>
      <Select
        label="Spelling language"
        value={first}
        choices={[[NONE, 'The system’s'], ...named]}
        onChange={(code) => keep(code, code === NONE ? NONE : second)}
      />
      {first !== NONE && (
        <Select
          label="Second spelling language"
          hint="A word that one of both knows is right."
          value={second}
          choices={[[NONE, 'None'], ...named.filter(([code]) => code !== first)]}
          onChange={(code) => keep(first, code)}
        />
      )}
    </>
  )
}
