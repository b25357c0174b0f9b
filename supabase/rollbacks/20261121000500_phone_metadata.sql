truncate app.phone_plans;
