import { useApp } from '../store/store-context.ts'
import type { Binding } from './key-map.ts'
import { PRESETS } from './presets.ts'

/** The bindings of the preset that the rep has chosen. */
export function useBindings(): readonly Binding[] {
  return PRESETS[useApp((state) => state.preferences.keyPreset)]
}
