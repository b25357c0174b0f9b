import { humanise } from '../../format/vocabulary.ts'
import type { ScorePart } from '#shared/contract/lead-models.ts'

/** How the score adds up, part by part; folded until asked for. */
export function ScoreParts({ parts }: { parts: readonly ScorePart[] }) {
  if (parts.length === 0) return null
  return (
    <details className="text-xs text-ink-2">
      <summary className="-ml-1.5 inline-block cursor-default rounded-md px-1.5 py-0.5 text-accent-ink hover:bg-hover">
        How it adds up
      </summary>
      <table className="mt-1 w-full">
        <tbody>
          {parts.map(({ part, points, max, reason }) => (
            <tr key={part} className="align-top">
              <th scope="row" className="py-1 pr-2 text-left font-normal text-ink">
                {humanise(part)}
                <span className="block text-pretty text-ink-3">{reason}</span>
              </th>
              <td className="tabular py-1 text-right whitespace-nowrap">
                {max === null ? points : `${points}/${max}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
