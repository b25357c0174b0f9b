drop table public.tags, public.pipeline_stages, public.pipelines;
