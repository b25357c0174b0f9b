import type { z } from 'zod'
import { ANALYTICS_SERVICES } from './analytics.ts'
import { AUTOMATION_SERVICES } from './automation.ts'
import { CRM_SERVICES } from './crm.ts'
import { TEACHING_SERVICES } from './teaching.ts'

/**
 * Everything that is asked of the server as a whole and only online: what it takes, what it answers, who may. What reps
 * do with rows, offline as well, are mutations (shared/domain/mutations.ts): campaigns and their steps, enrolments,
 * lessons, products, insights' reviews.
 */
export const SERVICES = {
  ...ANALYTICS_SERVICES,
  ...TEACHING_SERVICES,
  ...AUTOMATION_SERVICES,
  ...CRM_SERVICES,
} as const

export type ServiceName = keyof typeof SERVICES
export type ServiceInput<N extends ServiceName> = z.input<(typeof SERVICES)[N]['input']>
export type ServiceOutput<N extends ServiceName> = z.output<(typeof SERVICES)[N]['output']>
