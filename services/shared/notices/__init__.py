"""Notices: what people must be told, kept as due rows and sent by the worker; never lost, once per occasion.

An action posts a notice in its own transaction (``posting``). The worker carries it over its channel (``sending``):
into the bell of the staff (``bell``), by e-mail, or through a webhook to text message and WhatsApp (``channels``).
"""
