import { useBridge } from '../../bridge/bridge-context.ts'
import { keysOf, SEND_AND_DONE_LABEL, SEND_LABEL } from '../../keyboard/key-map.ts'
import { useBindings } from '../../keyboard/use-bindings.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { PresetChoice } from './preset-choice.tsx'

const GROUPS = ['Move', 'Conversation', 'Write', 'Window', 'Pipeline', 'Mentions', 'Conflict Centre'] as const

/** Lists the keys, straight from the key map. */
export function HelpSheet() {
  const { desk } = useBridge()
  const open = useApp((state) => state.overlay === 'help')
  const showOverlay = useApp((state) => state.showOverlay)
  const bindings = useBindings()
  const mac = desk.platform === 'darwin'
  return (
    <Dialog
      wide
      open={open}
      onClose={() => showOverlay(null)}
      title="Keyboard shortcuts"
      description="They work anywhere outside of text fields."
    >
      <PresetChoice />
      <div className="columns-1 gap-8 sm:columns-2">
        {GROUPS.filter((group) => bindings.some((binding) => binding.group === group)).map((group) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-xs font-medium text-ink-3">{group}</h3>
            <dl>
              {bindings
                .filter((binding) => binding.group === group)
                .map((binding) => (
                  <Row key={`${binding.action} ${binding.key}`} label={binding.label} keys={keysOf(binding, mac)} />
                ))}
              {group === 'Write' && (
                <>
                  <Row label={SEND_LABEL} keys={mac ? '⌘ Enter' : 'Ctrl Enter'} />
                  <Row label={SEND_AND_DONE_LABEL} keys={mac ? '⌘ ⇧ Enter' : 'Ctrl ⇧ Enter'} />
                </>
              )}
            </dl>
          </section>
        ))}
      </div>
      <Button tone="ghost" size="sm" onClick={() => showOverlay('licenses')}>
        Licences of what Leadline is made with
      </Button>
    </Dialog>
  )
}

function Row({ label, keys }: { label: string; keys: string }) {
  return (
    <div className="flex min-h-8 items-center justify-between gap-4 border-b border-line text-sm last:border-b-0">
      <dt>{label}</dt>
      <dd>
        <Kbd keys={keys} />
      </dd>
    </div>
  )
}
