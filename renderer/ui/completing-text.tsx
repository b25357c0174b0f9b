import {
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type ComponentProps,
  type KeyboardEvent,
  type ReactNode,
} from 'react'
import { OptionList, optionId, stepOf } from './option-list.tsx'

/** What a sign in the text offers, found by what is typed after it. */
export interface Completion {
  /** Names the list, such as "Templates". */
  name: string
  /** Where the word that asks for it begins and what was typed of it, up to the caret; null where there is none. */
  at: (text: string, caret: number) => { start: number; query: string } | null
  find: (query: string) => readonly CompletionOption[]
}

export interface CompletionOption {
  id: string
  content: ReactNode
  /** What comes in the place of the sign and what was typed after it. */
  words: string
  /** Takes the whole text with the words in it, in place of `onValue`. */
  onTaken?: (value: string) => void
}

interface CompletingTextProps extends Omit<ComponentProps<'textarea'>, 'ref' | 'value' | 'onChange'> {
  input?: { current: HTMLTextAreaElement | null }
  value: string
  onValue: (value: string) => void
  completion: Completion | null
}

/** A text field with a list over it while a sign asks for one. Arrows choose, Enter and Tab take, Escape closes. */
export function CompletingText({ input, value, onValue, completion, onKeyDown, ...rest }: CompletingTextProps) {
  const own = useRef<HTMLTextAreaElement>(null)
  const field = input ?? own
  const listId = useId()
  const [word, setWord] = useState<ReturnType<Completion['at']>>(null)
  const [active, setActive] = useState(0)
  const found = word && completion ? completion.find(word.query) : []
  const open = found.length > 0
  const moveCaretTo = useCaret(field)

  const look = (event: { currentTarget: HTMLTextAreaElement }) => {
    const { value: text, selectionStart, selectionEnd } = event.currentTarget
    setWord(selectionStart === selectionEnd ? (completion?.at(text, selectionStart) ?? null) : null)
    setActive(0)
  }
  const take = (option: CompletionOption | undefined) => {
    if (!word || !option) return
    const before = value.slice(0, word.start) + option.words
    const after = value.slice(word.start + word.query.length + 1)
    moveCaretTo(before.length)
    ;(option.onTaken ?? onValue)(before + after)
    setWord(null)
  }
  const choose = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (!open || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return false
    const step = stepOf(event.key, active, found.length)
    if (step !== null) setActive(step)
    else if (event.key === 'Enter' || event.key === 'Tab') take(found[active] ?? found[0])
    else if (event.key === 'Escape') setWord(null)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  return (
    <div className="relative">
      {open && completion && (
        <div className="absolute inset-x-2 bottom-full z-30 mb-1 rounded-lg bg-raised shadow-float">
          <OptionList
            id={listId}
            label={completion.name}
            options={found}
            active={active}
            onChoose={(index) => take(found[index])}
          />
        </div>
      )}
      <output className="sr-only">
        {open && `${completion?.name}: ${found.length}. Arrow keys choose, Enter inserts.`}
      </output>
      <textarea
        {...rest}
        ref={field}
        dir="auto"
        value={value}
        {...(open && {
          role: 'combobox',
          'aria-expanded': true,
          'aria-controls': listId,
          'aria-autocomplete': 'list' as const,
          'aria-activedescendant': optionId(listId, active),
        })}
        onChange={(event) => {
          onValue(event.target.value)
          look(event)
        }}
        onClick={look}
        onBlur={() => setWord(null)}
        onKeyDown={(event) => {
          if (!choose(event)) onKeyDown?.(event)
        }}
      />
    </div>
  )
}

/** Puts the caret behind what was inserted, once the field has the new text. */
function useCaret(field: { current: HTMLTextAreaElement | null }): (place: number) => void {
  const wanted = useRef<number | null>(null)
  useLayoutEffect(() => {
    if (wanted.current === null) return
    field.current?.setSelectionRange(wanted.current, wanted.current)
    wanted.current = null
  })
  return (place) => void (wanted.current = place)
}
