import { app, Menu, type MenuItemConstructorOptions } from 'electron'

/** The application menu: what the platform expects, so that copy, paste, zoom and quit work everywhere. */
export function installMenu(options: { developerTools: boolean; onSaveSupportBundle: () => void }): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [{ role: 'close' }, ...(process.platform === 'darwin' ? [] : [{ role: 'quit' } as const])],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        ...(options.developerTools ? [{ role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [{ label: 'Save support bundle…', click: options.onSaveSupportBundle }] },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  app.setAboutPanelOptions({ applicationName: 'Leadline', applicationVersion: app.getVersion() })
}
