"""From a document to the archive: reading (in processes of its own), deduplication, batches."""
