interface ChoiceButtonsProps<T extends string> {
  /** Names the group. */
  label: string
  value: T
  choices: readonly { id: T; name: string }[]
  onChange: (id: T) => void
}

/** One of two or three, side by side. */
export function ChoiceButtons<T extends string>({ label, value, choices, onChange }: ChoiceButtonsProps<T>) {
  return (
    <fieldset aria-label={label} className="flex w-fit rounded-md border border-line-strong bg-surface p-0.5">
      {choices.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === value}
          onClick={() => onChange(id)}
          className="h-6 rounded-sm px-2 text-xs font-medium text-ink-2 hover:text-ink aria-pressed:bg-selected aria-pressed:text-accent-ink"
        >
          {name}
        </button>
      ))}
    </fieldset>
  )
}
