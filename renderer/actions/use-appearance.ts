import { useEffect } from 'react'
import { useApp } from '../store/store-context.ts'
import { useMedia } from '../ui/use-media.ts'

/** Marks the document with the theme and the contrast that hold, for `styles/tokens.css`. */
export function useAppearance(): void {
  const theme = useApp((state) => state.preferences.theme)
  const contrast = useApp((state) => state.preferences.contrast)
  const systemWantsMore = useMedia('(prefers-contrast: more)')
  useEffect(() => mark('theme', theme === 'system' ? null : theme), [theme])
  const more = contrast === 'system' ? systemWantsMore : contrast === 'more'
  useEffect(() => mark('contrast', more ? 'more' : null), [more])
}

function mark(name: 'theme' | 'contrast', value: string | null): void {
  if (value === null) delete document.documentElement.dataset[name]
  else document.documentElement.dataset[name] = value
}
