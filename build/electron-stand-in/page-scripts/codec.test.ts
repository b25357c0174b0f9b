import { anything, assert, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCodec } from './codec.ts'

const codec = createCodec()
const roundTrip = <T>(value: T): T => codec.decode(codec.encode(value)) as T

describe('the clone codec', () => {
  it('carries whatever JSON can say, and values that it cannot', () => {
    const values = anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
    })
    assert(
      property(values, (value) => {
        expect(roundTrip(value)).toStrictEqual(structuredClone(value))
      }),
    )
  })

  it('tells minus zero, infinities and undefined apart', () => {
    const value = [-0, 0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, undefined, null]
    expect(roundTrip(value)).toStrictEqual(value)
  })

  it('keeps circular and shared references', () => {
    const shared = { name: 'shared' }
    const value: Record<string, unknown> = { first: shared, second: shared }
    value['self'] = value
    const copy = roundTrip(value)
    expect(copy['self']).toBe(copy)
    expect(copy['first']).toBe(copy['second'])
  })

  it('keeps holes in arrays', () => {
    const holes: number[] = []
    holes[2] = 1
    const copy = roundTrip(holes)
    expect(copy).toHaveLength(3)
    expect(0 in copy).toBe(false)
    expect(roundTrip(Object.assign(holes, { named: 'too' }))).toHaveProperty('named', 'too')
  })

  it('keeps the class, message and cause of errors', () => {
    const copy = roundTrip(new RangeError('too far', { cause: new TypeError('inner') }))
    expect(copy).toBeInstanceOf(RangeError)
    expect(copy.message).toBe('too far')
    expect(copy.cause).toBeInstanceOf(TypeError)
  })

  it('keeps only the part of a buffer that a view shows', () => {
    const copy = roundTrip(new Uint8Array([0, 1, 2, 3]).subarray(1, 3))
    expect([...copy]).toEqual([1, 2])
  })

  it('keeps a property named __proto__ an ordinary property', () => {
    const copy = roundTrip(JSON.parse('{"__proto__": {"polluted": true}}') as object)
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype)
    expect(Object.keys(copy)).toEqual(['__proto__'])
  })

  it('refuses what cannot be cloned', () => {
    expect(() => codec.encode(() => {})).toThrow(/could not be cloned/)
    expect(() => codec.encode({ inner: Symbol('no') })).toThrow(/could not be cloned/)
  })
})
