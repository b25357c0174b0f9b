/** Characters a subject may have (the contract's limit). */
const MAX_LENGTH = 300

/** What an e-mail is about. */
export function SubjectField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <label className="mx-3.5 flex items-baseline gap-2 border-b border-line py-1.5 text-sm">
      <span className="text-ink-3">Subject</span>
      <input
        dir="auto"
        value={value}
        maxLength={MAX_LENGTH}
        required
        onChange={(event) => onChange(event.target.value)}
        className="min-w-0 flex-1 bg-transparent font-medium outline-none select-text"
      />
    </label>
  )
}
