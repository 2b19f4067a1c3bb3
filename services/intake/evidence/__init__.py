"""Evidence on its way in: what it is (``kinds``), how it gets in (``ingest``), small pictures (``thumbs``)."""
