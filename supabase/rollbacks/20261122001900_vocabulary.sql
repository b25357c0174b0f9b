drop schema if exists compat cascade;
