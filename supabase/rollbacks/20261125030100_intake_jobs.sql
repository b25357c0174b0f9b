delete from app.jobs where name = 'purge_ingest_receipts';
