truncate sync.columns;
