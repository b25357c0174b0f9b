/** Words for who else is in a conversation. */
export interface Present {
  name: string
  typing: boolean
}

/** `Ana Lopes is typing`; else `Ana Lopes is here`, `Ana Lopes and Ben Ortiz are here`, `Ana Lopes and 2 others are here`. */
export function presenceWords(people: readonly Present[]): string {
  const typing = people.filter((person) => person.typing)
  if (typing.length > 0) return `${listed(typing)} typing`
  return `${listed(people)} here`
}

function listed(people: readonly Present[]): string {
  const [first, second] = people.map(({ name }) => name)
  if (people.length === 1) return `${first} is`
  return people.length === 2 ? `${first} and ${second} are` : `${first} and ${people.length - 1} others are`
}
