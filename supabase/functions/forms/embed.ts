/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** A form as `form_view` gives it. */
export interface FormView {
  id: string
  name: string
  fields: { name: string; label?: string; type?: string; required?: boolean; options?: string[] }[]
  submitButton?: string
  successMessage?: string
  redirectUrl?: string | null
}

/**
 * The script that a page includes with `<script src="…/forms/<id>.js"></script>`: it puts the form where the script stands.
 * Texts are set as text, never as markup. Every field has its label; faults are said beside the field and to screen
 * readers. One field is out of sight of people and keyboards: what fills it in is a robot.
 *
 * @param action where the form is sent.
 */
export function embedScript(form: FormView, action: string): string {
  // A closing tag within the texts would end a script that a page has inlined.
  const data = JSON.stringify({ form, action }).replaceAll('<', '\\u003c')
  return `(${show.toString()})(${data});\n`
}

/** Runs on the page: it may use nothing but its argument and the browser. */
function show({ form, action }: { form: FormView; action: string }): void {
  const WORDS: Record<string, string> = {
    required: 'Please fill this in.',
    invalid: 'Please check this.',
    too_long: 'This is too long.',
  }
  const add = <K extends keyof HTMLElementTagNameMap>(
    parent: Node,
    tag: K,
    attributes: Record<string, string> = {},
    words = '',
  ): HTMLElementTagNameMap[K] => {
    const element = document.createElement(tag)
    for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name] ?? '')
    element.textContent = words
    parent.appendChild(element)
    return element
  }
  const root = document.createElement('form')
  root.className = 'leadline-form'
  root.noValidate = true
  root.setAttribute('aria-label', form.name)
  const script = document.currentScript
  if (script?.parentNode) script.parentNode.insertBefore(root, script)
  else document.body.appendChild(root)

  const controls = form.fields.map((field, index) => {
    const id = `leadline-${form.id}-${index}`
    const row = add(root, 'p')
    add(row, 'label', { for: id }, `${field.label ?? field.name}${field.required ? ' *' : ''}`)
    const shared = {
      id,
      name: field.name,
      'aria-describedby': `${id}-fault`,
      'aria-required': String(!!field.required),
    }
    const types: Record<string, string> = { email: 'email', phone: 'tel', number: 'number', checkbox: 'checkbox' }
    const tag = field.type === 'textarea' ? 'textarea' : field.type === 'select' ? 'select' : 'input'
    const control = add(row, tag, tag === 'input' ? { ...shared, type: types[field.type ?? ''] ?? 'text' } : shared)
    if (tag === 'select') {
      for (const option of ['', ...(field.options ?? [])]) add(control, 'option', { value: option }, option)
    }
    return { field, control, fault: add(row, 'span', { id: `${id}-fault`, class: 'leadline-fault' }) }
  })
  const trap = add(root, 'input', { name: 'website', tabindex: '-1', autocomplete: 'off', 'aria-hidden': 'true' })
  trap.style.cssText = 'position:absolute;left:-10000px;width:1px;height:1px'
  const button = add(root, 'button', { type: 'submit' }, form.submitButton ?? 'Submit')
  const status = add(root, 'p', { role: 'status' })
  const submissionId = crypto.randomUUID()

  const valueOf = (control: HTMLElement): string =>
    control instanceof HTMLInputElement && control.type === 'checkbox'
      ? String(control.checked)
      : (control as HTMLInputElement).value
  const tellFaults = (faults: Record<string, string>): void => {
    for (const { field, control, fault } of controls) {
      const words = faults[field.name]
      fault.textContent = words ? (WORDS[words] ?? words) : ''
      control.setAttribute('aria-invalid', String(!!words))
    }
    controls.find(({ field }) => faults[field.name])?.control.focus()
  }
  const send = async (): Promise<void> => {
    const fields = Object.fromEntries(controls.map(({ field, control }) => [field.name, valueOf(control)]))
    const utm = Object.fromEntries(
      [...new URLSearchParams(location.search)].filter(([name]) => name.startsWith('utm_')),
    )
    const body = { submission_id: submissionId, fields, trap: trap.value, page_url: location.href.slice(0, 2000), utm }
    const answer = await fetch(action, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (answer.ok && form.redirectUrl && /^https?:/.test(form.redirectUrl)) location.assign(form.redirectUrl)
    else if (answer.ok) root.replaceChildren(status)
    const said = answer.status === 422 ? ((await answer.json()) as { faults?: Record<string, string> }) : {}
    tellFaults(said.faults ?? {})
    status.textContent = answer.ok
      ? (form.successMessage ?? 'Thank you.')
      : said.faults
        ? 'Please check what you entered.'
        : 'This could not be sent. Please try again later.'
  }
  root.addEventListener('submit', (event) => {
    event.preventDefault()
    button.disabled = true
    send()
      .catch(() => {
        status.textContent = 'This could not be sent. Please try again later.'
      })
      .finally(() => {
        button.disabled = false
      })
  })
}
