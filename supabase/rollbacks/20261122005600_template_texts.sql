drop table app.predefined_reactivation_steps;
drop table app.predefined_templates;
drop function app.fold_paragraphs(text);
