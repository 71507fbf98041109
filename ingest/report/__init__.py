"""What ingestion understood, left out and doubts: as records, as JSON and for people."""
