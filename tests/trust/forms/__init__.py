"""Where forms stand, by service: each function gives the verbs that its pages offer (``test_forms.py``)."""
