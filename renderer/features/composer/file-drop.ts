import { useState, type ClipboardEvent, type DragEvent } from 'react'

/** Handlers of an element that takes files by drag and drop and from the clipboard, and whether files hover over it. */
export function useFileDrop(onFiles: ((files: readonly File[]) => void) | null) {
  const [isOver, setOver] = useState(false)
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files')
  return {
    isOver: isOver && onFiles !== null,
    handlers: {
      onDragOver(event: DragEvent) {
        if (!hasFiles(event)) return
        // Also where nothing is taken: the window must not open the file instead.
        event.preventDefault()
        event.dataTransfer.dropEffect = onFiles ? 'copy' : 'none'
        setOver(true)
      },
      onDragLeave(event: DragEvent) {
        const { currentTarget, relatedTarget } = event
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setOver(false)
      },
      onDrop(event: DragEvent) {
        if (!hasFiles(event)) return
        event.preventDefault()
        setOver(false)
        onFiles?.([...event.dataTransfer.files])
      },
      onPaste(event: ClipboardEvent) {
        const { clipboardData } = event
        const files = [...clipboardData.files]
        // Words copied out of an office program carry a picture of themselves along.
        if (files.length === 0 || clipboardData.types.includes('text/plain') || !onFiles) return
        event.preventDefault()
        onFiles(files)
      },
    },
  }
}
