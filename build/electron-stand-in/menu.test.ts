import { describe, expect, it } from 'vitest'
import { Desktop } from './desktop.ts'
import { asElectron } from './electron-types.ts'
import { type MenuContext, StandInMenu, StandInMenuItem } from './menu.ts'

function menuOf(template: Electron.MenuItemConstructorOptions[], quit: () => void = () => {}): StandInMenu {
  const context: MenuContext = {
    desktop: new Desktop(),
    buildMenu: (items) => asElectron(menuOf(items as Electron.MenuItemConstructorOptions[], quit)),
    focusedWindow: () => null,
    quit,
  }
  const menu = new StandInMenu(context)
  for (const options of template) menu.append(asElectron(new StandInMenuItem(context, options)))
  return menu
}

const click = (menu: StandInMenu, id: string): void => {
  menu.getMenuItemById(id)?.click()
}

describe('a menu', () => {
  it('finds items in submenus and calls them with themselves', () => {
    const clicked: string[] = []
    const menu = menuOf([
      { label: 'File', submenu: [{ id: 'sync', label: 'Sync', click: (item) => clicked.push(item.label) }] },
    ])
    click(menu, 'sync')
    expect(clicked).toEqual(['Sync'])
  })

  it('checks one radio item of a group and leaves other groups alone', () => {
    const menu = menuOf([
      { id: 'here', label: 'Here', type: 'radio', checked: true },
      { id: 'away', label: 'Away', type: 'radio' },
      { type: 'separator' },
      { id: 'loud', label: 'Loud', type: 'radio', checked: true },
    ])
    click(menu, 'away')
    expect(menu.items.filter((item) => item.checked).map((item) => item.id)).toEqual(['away', 'loud'])
  })

  it('runs roles and names them', () => {
    let quits = 0
    const menu = menuOf([{ id: 'end', role: 'quit' }], () => quits++)
    click(menu, 'end')
    expect(quits).toBe(1)
    expect(menu.items[0]?.label).toBe('Quit')
  })

  it('refuses an item that is nothing', () => {
    expect(() => menuOf([{}])).toThrow(/must have at least one of label, role or type/)
  })
})
