delete from sync.mutations where name = 'product.archive' or relation in ('message_templates', 'tags', 'products',
  'saved_views', 'notification_preferences', 'followers', 'mentions');
revoke insert, update, delete on public.message_templates, public.tags, public.products, public.saved_views,
  public.notification_preferences, public.followers from leadline_sync;
revoke update on public.mentions from leadline_sync;
drop function sync.follower_add(jsonb), sync.preference_set(jsonb), sync.product_archive(jsonb);
drop policy limited_updates on public.mentions;
alter policy limited_inserts on public.message_templates
  with check ((select app.manages()) or created_by = (select app.user_id()));
alter policy limited_updates on public.message_templates
  using ((select app.manages()) or created_by = (select app.user_id()))
  with check ((select app.manages()) or created_by = (select app.user_id()));
drop policy limited_deletes on public.tags;
drop policy limited_updates on public.tags;
select sync.set_rule('tags', '{name,color,category}', 'derived'),
  sync.set_rule('products', '{name,description,sku,category,custom_fields,price_minor,cost_minor,currency,is_active}',
    'derived');
