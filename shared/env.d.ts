/** A global that every JavaScript host of shared code has: Node, Chromium, Deno. */
declare const crypto: { getRandomValues<T extends ArrayBufferView>(array: T): T }
