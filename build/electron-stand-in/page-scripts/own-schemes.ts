/**
 * Lets a page name the app's own schemes in its elements, such as `<iframe src="mail://letter/7">`: the address is
 * replaced by the one that Chromium understands. Sent to a page as source text, so it may use nothing from around it.
 */
export function rewriteOwnSchemes(schemes: readonly string[]): void {
  const ATTRIBUTES = ['src', 'href', 'data', 'poster']
  const own = new RegExp(`^(${schemes.join('|')})://([^/?#]*)`, 'i')

  function rewrite(element: Element): void {
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name)
      if (value !== null && own.test(value)) element.setAttribute(name, value.replace(own, 'https://$2.$1.localhost'))
    }
  }

  function rewriteTree(node: Node): void {
    if (!(node instanceof Element)) return
    rewrite(node)
    for (const element of node.querySelectorAll(ATTRIBUTES.map((name) => `[${name}]`).join())) rewrite(element)
  }

  const observer = new MutationObserver((records) => {
    for (const { target, addedNodes, type } of records) {
      if (type === 'attributes') rewrite(target as Element)
      else addedNodes.forEach(rewriteTree)
    }
  })
  observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ATTRIBUTES })
}
