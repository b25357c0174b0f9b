import { z } from 'zod'
import { jsonObject, name, text, uuid, words } from '../domain/mutations/arguments.ts'
import { LESSON_STATUSES, LESSON_TYPES } from '../domain/vocabulary.ts'
import { decimal, document, done, rpc } from './service.ts'

const section = z.strictObject({
  content: text(20_000),
  source: text(200).optional(),
  why: text(2000).optional(),
})
const saved = z.object({
  id: z.uuid(),
  version_number: z.int(),
  version: z.string(),
  /** Answers of the wizard that its text still lacks. */
  unfilled: z.array(z.string()),
})
const deployed = z.object({ id: z.uuid(), version_number: z.int(), compiled: z.string() })
const taught = z.object({
  lesson_id: z.uuid(),
  /** Null where no prompt spoke. */
  prompt_id: z.uuid().nullable(),
  version_number: z.int().nullable(),
  deployed: z.boolean(),
  /** It was taught before, and nothing was done. */
  already: z.boolean(),
})
const lessonRef = z.object({ id: z.uuid(), title: z.string() })

/** What a person may say of a lesson; the rest is taken from the insight. */
const lessonWish = z
  .strictObject({
    lesson_type: z.enum(LESSON_TYPES),
    title: name(300),
    description: text(10_000),
    trigger: text(10_000),
    correct_response: text(10_000),
    incorrect_response: text(10_000),
    reasoning: text(10_000),
    tags: words,
    priority: z.int().min(-1000).max(1000),
  })
  .partial()

const version = z.int().min(1)
/** The version that the caller saw speaking, 0 for none; null: whichever. */
const seen = z.int().min(0).nullable()

/** Prompts and what the AI is taught (supabase/README.md, "What the AI is taught"). */
export const TEACHING_SERVICES = {
  /** A new prompt, or with `id` its next version; `base` is the version that the editor saw. */
  'prompt.save': {
    ...document('save_prompt', 'p_prompt', {
      permission: 'teacher',
      input: {
        id: uuid.optional(),
        base: version.optional(),
        name: name(300).optional(),
        description: text(10_000).nullable().optional(),
        channel_id: uuid.nullable().optional(),
        agent_id: name(100).nullable().optional(),
        dataset_id: uuid.nullable().optional(),
        template_id: uuid.nullable().optional(),
        copied_from_id: uuid.nullable().optional(),
        sections: z.record(z.string().regex(/^[a-z][a-z_]{0,39}$/), section).optional(),
        wizard_answers: jsonObject.optional(),
        lesson_ids: z.array(uuid).max(200).optional(),
        change_reason: text(2000).optional(),
      },
      output: saved,
    }),
    send: ({ base, ...prompt }: Record<string, unknown>) => ({ p_prompt: prompt, p_base: base ?? null }),
  },
  'prompt.compile': rpc('compile_prompt', {
    permission: 'member',
    input: { prompt_id: uuid, version: version.nullable() },
    output: z.object({ version_number: z.int(), compiled: z.string(), unfilled: z.array(z.string()) }),
  }),
  'prompt.diff': rpc('diff_prompt', {
    permission: 'member',
    input: { prompt_id: uuid, from: version, to: version },
    output: z.object({
      sections: z.record(z.string(), z.object({ before: z.string().nullable(), after: z.string().nullable() })),
      lessons_added: z.array(lessonRef),
      lessons_removed: z.array(lessonRef),
    }),
  }),
  'prompt.apply_lesson': rpc('apply_lesson', {
    permission: 'teacher',
    input: { prompt_id: uuid, lesson_id: uuid },
    output: saved,
  }),
  'prompt.deploy': rpc('deploy_prompt', {
    permission: 'automator',
    input: { prompt_id: uuid, version: version.nullable(), seen },
    output: deployed,
  }),
  'prompt.roll_back': rpc('roll_back_prompt', {
    permission: 'automator',
    input: { prompt_id: uuid, seen },
    output: deployed,
  }),
  'prompt.archive': rpc('archive_prompt', { permission: 'teacher', input: { prompt_id: uuid }, output: done }),
  'prompt.deployments': rpc('get_prompt_deployments', {
    permission: 'member',
    input: { prompt_id: uuid },
    output: z.array(
      z.object({
        version_number: z.int(),
        deployed_at: z.string(),
        retired_at: z.string().nullable(),
        deployed_by: z.uuid().nullable(),
        is_rollback: z.boolean(),
        conversations: z.int(),
        booking_rate: z.number().nullable(),
        avg_sentiment_score: z.number().nullable(),
      }),
    ),
  }),
  'lesson.search': rpc('search_lessons', {
    permission: 'member',
    input: {
      words: text(500).nullable(),
      type: z.enum(LESSON_TYPES).nullable(),
      status: z.enum(LESSON_STATUSES).nullable(),
      tag: text(300).nullable(),
      limit: z.int().min(1).max(200),
    },
    output: z.array(
      z.object({
        id: z.uuid(),
        lesson_type: z.enum(LESSON_TYPES),
        title: z.string(),
        description: z.string().nullable(),
        tags: z.array(z.string()),
        priority: z.int(),
        status: z.enum(LESSON_STATUSES),
        times_applied: z.int(),
        success_rate: decimal.nullable(),
        /** How many prompts have it. */
        prompts: z.int(),
        updated_at: z.string(),
      }),
    ),
  }),
  'insight.teach': rpc('teach_insight', {
    permission: 'teacher',
    input: {
      insight_id: uuid,
      lesson: lessonWish,
      feedback: text(10_000).nullable(),
      prompt_id: uuid.nullable(),
      /** Lets the version speak at once, which needs the right to deploy. */
      deploy: z.boolean(),
    },
    output: taught,
  }),
  'message.correct': rpc('correct_message', {
    permission: 'teacher',
    input: {
      message_id: uuid,
      better: name(10_000),
      why: text(10_000).nullable(),
      prompt_id: uuid.nullable(),
      deploy: z.boolean(),
    },
    output: taught,
  }),
  'channel.configure': rpc('save_channel_configuration', {
    permission: 'admin',
    input: {
      channel_id: uuid,
      settings: z
        .strictObject({
          ai_model: name(200),
          ai_temperature: z.number().min(0).max(2),
          is_bot_active: z.boolean(),
          ai_response_delay_seconds: z.int().min(0).max(86_400),
          ai_multiple_messages_wait_seconds: z.int().min(0).max(86_400),
        })
        .partial(),
    },
    output: z.object({
      channel_id: z.uuid(),
      ai_model: z.string(),
      ai_temperature: z.number(),
      is_bot_active: z.boolean(),
      ai_response_delay_seconds: z.int(),
      ai_multiple_messages_wait_seconds: z.int(),
    }),
  }),
  'collection.save': rpc('save_content_collection', {
    permission: 'manager',
    input: {
      channel_id: uuid,
      collection_id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,99}$/),
      name: name(200),
      items: z.array(name(5000)).max(500),
    },
    output: z.uuid(),
  }),
} as const
