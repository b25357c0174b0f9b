import { app, Menu } from 'electron'
import { contextItems } from './context-items.ts'

/** The menu of the other mouse button, in every page: what a misspelt word should be, and the clipboard. */
export function offerContextMenus(): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.on('context-menu', (_event, asked) => {
      const items = contextItems(asked, {
        replace: (word) => contents.replaceMisspelling(word),
        learn: (word) => contents.session.addWordToSpellCheckerDictionary(word),
      })
      if (items.length > 0) Menu.buildFromTemplate(items).popup()
    })
  })
}
