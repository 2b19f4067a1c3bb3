"""The rules of the front desk, pure: identity numbers (``nik``) and complaints (``cases``)."""
